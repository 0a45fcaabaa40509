package dev.vivarium.core.session;

import dev.vivarium.core.model.SnapshotKind;
import java.util.Optional;

/** What happens to a node before a session starts. */
public sealed interface BeforeSession {

    /**
     * A snapshot is taken, so that the session can be undone.
     *
     * @param kind what it must hold; empty takes the best that is possible
     * @param name how it is called
     */
    record TakeSnapshot(Optional<SnapshotKind> kind, NamePattern name) implements BeforeSession {}

    /**
     * The node is brought back first, so that every session starts from the same point.
     *
     * @param snapshot its name or its id
     */
    record RollbackTo(String snapshot) implements BeforeSession {}

    /** The session starts from whatever is there. */
    record Nothing() implements BeforeSession {}
}
