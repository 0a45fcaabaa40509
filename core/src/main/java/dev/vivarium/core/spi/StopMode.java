package dev.vivarium.core.spi;

/** How a machine is stopped. */
public enum StopMode {
    /** Ask the guest to shut down; cut power if it does not within the provider's limit. */
    GRACEFUL,
    /** Cut power. */
    FORCED
}
