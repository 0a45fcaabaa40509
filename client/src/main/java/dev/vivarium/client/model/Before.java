package dev.vivarium.client.model;

import java.util.Optional;

/**
 * What happens before a session: exactly one of these.
 *
 * @param rollbackTo a snapshot's id or name
 */
public record Before(Optional<Taken> snapshot, Optional<String> rollbackTo, Optional<Boolean> nothing) {
    /**
     * The snapshot that is taken first.
     *
     * @param name a pattern such as {@code before-{date}-{time}}
     */
    public record Taken(Optional<SnapshotWish> kind, Optional<String> name) {}

    /** A snapshot is taken. */
    public static Before snapshot(SnapshotWish kind) {
        return new Before(
                Optional.of(new Taken(Optional.of(kind), Optional.empty())), Optional.empty(), Optional.empty());
    }

    /** The node is rolled back to the snapshot of this name or id. */
    public static Before rollbackTo(String snapshot) {
        return new Before(Optional.empty(), Optional.of(snapshot), Optional.empty());
    }

    /** Nothing. */
    public static Before doNothing() {
        return new Before(Optional.empty(), Optional.empty(), Optional.of(true));
    }
}
