package dev.vivarium.service.sessions;

import java.util.Set;

/** Where a session is in its life. A node has at most one session that has not ended. */
public enum SessionState {
    /** What comes before it is being done, or it is not yet time. */
    PREPARING,
    /** The node is in use. */
    OPEN,
    /** What comes after it is being done. */
    ENDING,
    /** Over. */
    ENDED,
    /** Over, or never begun: what it needs was not possible. */
    BLOCKED;

    private static final Set<SessionState> OVER = Set.of(ENDED, BLOCKED);

    /** True if nothing more will happen. */
    public boolean isOver() {
        return OVER.contains(this);
    }
}
