package dev.vivarium.core.model;

/** Something that a hypervisor can or cannot do here. */
public enum Capability {
    SNAPSHOT_LIVE,
    SNAPSHOT_FROZEN,
    SNAPSHOT_STOPPED,
    SNAPSHOT_CRASH,
    /** Rolling back to any snapshot of the tree, not only to the newest. */
    ROLLBACK_ANY,
    CONSOLE,
    PORT_FORWARD,
    ISOLATED_NETWORK,
    TEMPLATE,
    GPU_PASSTHROUGH
}
