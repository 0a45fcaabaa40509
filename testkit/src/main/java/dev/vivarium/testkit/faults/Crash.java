package dev.vivarium.testkit.faults;

/**
 * The process died here. An error and not a {@link dev.vivarium.core.model.VivariumException}, so that code which handles
 * failures does not mistake it for one: after a kill nothing is handled.
 */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    /** @param where the point at which the process died */
    public Crash(String where) {
        super("the process died at " + where);
    }
}
