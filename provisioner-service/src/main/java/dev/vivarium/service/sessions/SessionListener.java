package dev.vivarium.service.sessions;

import java.util.Optional;

/** Hears of each change of a session, within the transaction that makes it: what it writes is part of it. */
@FunctionalInterface
public interface SessionListener {
    /**
     * A session changed.
     *
     * @param before as it was; empty if it is new
     * @param after as it is
     */
    void changed(Optional<SessionRecord> before, SessionRecord after);
}
