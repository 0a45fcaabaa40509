package dev.vivarium.client.model;

import java.util.Optional;

/**
 * How a session ends.
 *
 * @param after in place of what was said when it was opened
 */
public record SessionEnd(Optional<After> after) {
    /** As was said when it was opened. */
    public static SessionEnd asPlanned() {
        return new SessionEnd(Optional.empty());
    }

    /** This way. */
    public static SessionEnd then(After after) {
        return new SessionEnd(Optional.of(after));
    }
}
