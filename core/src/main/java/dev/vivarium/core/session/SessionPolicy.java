package dev.vivarium.core.session;

import java.time.ZoneId;

/**
 * What is done around each session of a node.
 *
 * @param before what happens first
 * @param after what happens when it ends
 * @param onFailure whether a session may start although what should come first is not possible
 * @param zone whose clock names the snapshots
 */
public record SessionPolicy(BeforeSession before, AfterSession after, OnFailure onFailure, ZoneId zone) {

    /** When a session ends. */
    public enum AfterSession {
        /** The node stays as it is. */
        KEEP,
        /** A snapshot of what the session made is taken. */
        SNAPSHOT,
        /** The node goes back to where the session started. */
        ROLLBACK
    }

    /** When what should come first is not possible. */
    public enum OnFailure {
        /** No session without it. */
        BLOCK,
        /** The session starts, with a warning. */
        PROCEED
    }
}
