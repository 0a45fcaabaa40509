package dev.vivarium.core.session;

/** What becomes of runs that came while nothing could run them. */
public enum CatchUp {
    /** The last one is made up for, as soon as possible, unless the next is up already. */
    ONCE,
    /** None is. */
    SKIP
}
