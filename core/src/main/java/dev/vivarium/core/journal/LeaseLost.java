package dev.vivarium.core.journal;

/**
 * Whoever works here has not, or cannot prove to have, the right to work on the node any more. An {@link Error}, as no step may
 * take it for its own failure: nothing more is written, the run ends, and whoever has the lease goes on.
 */
public final class LeaseLost extends Error {
    private static final long serialVersionUID = 1L;

    /** @param why for people */
    public LeaseLost(String why) {
        super(why, null, false, false);
    }

    /**
     * @param why for people
     * @param cause what kept the journal from answering
     */
    public LeaseLost(String why, Throwable cause) {
        super(why, cause, false, false);
    }
}
