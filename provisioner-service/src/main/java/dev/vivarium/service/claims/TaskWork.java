package dev.vivarium.service.claims;

/** What a task with a state of its own does, one run at a time. */
public interface TaskWork {

    /**
     * One run. It may be cut off anywhere, and is then run again with the same state, maybe by another instance: so it has to be
     * idempotent. A failure lets it run again, later each time.
     *
     * @param id which of the tasks of this name
     * @param state what was said when it was scheduled; text of its own form
     */
    Next run(String id, String state);
}
