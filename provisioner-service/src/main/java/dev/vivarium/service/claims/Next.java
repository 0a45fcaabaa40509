package dev.vivarium.service.claims;

import java.time.Instant;

/** What comes after one run of a task. */
public sealed interface Next {

    /** Nothing: the task is over. */
    record Over() implements Next {}

    /**
     * Another run.
     *
     * @param when not before
     * @param state what it is given then
     */
    record At(Instant when, String state) implements Next {}

    /** The task is over. */
    static Next over() {
        return new Over();
    }

    /** Another run, not before this time. */
    static Next at(Instant when, String state) {
        return new At(when, state);
    }
}
