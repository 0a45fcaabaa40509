package dev.vivarium.client.model;

import java.util.Optional;

/** How a node is stopped. */
public record StopRequest(Optional<Mode> mode) {
    /** How. */
    public enum Mode {
        GRACEFUL,
        FORCE
    }

    /** This way. */
    public static StopRequest of(Mode mode) {
        return new StopRequest(Optional.of(mode));
    }
}
