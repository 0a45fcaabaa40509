package dev.vivarium.core.session;

/** What becomes of a run that is up while the node is still in use by the session before. */
public enum Overlap {
    /** It is left out. */
    SKIP,
    /** It begins when that session has ended; no more than one waits. */
    QUEUE;

    /** What to do. */
    public enum Decision {
        BEGIN,
        WAIT,
        LEAVE_OUT
    }

    /**
     * Decides.
     *
     * @param inUse whether a session of the node has not ended
     * @param waiting whether a run waits for that already
     */
    public Decision decide(boolean inUse, boolean waiting) {
        if (!inUse && !waiting) {
            return Decision.BEGIN;
        }
        return this == QUEUE && !waiting ? Decision.WAIT : Decision.LEAVE_OUT;
    }
}
