package dev.vivarium.proxmox.api;

import java.time.Duration;

/**
 * How a task is waited for.
 *
 * @param what it is, in a few words for people
 * @param inactivity after how long without a sign of life (a line in its log, another status) the wait is given up. Some tasks
 *     say nothing while they work: the copy of an uploaded file, a shutdown
 * @param warningsFail whether an end with warnings is a failure: after a delete something may be left
 */
public record TaskWait(String what, Duration inactivity, boolean warningsFail) {
    private static final Duration USUAL = Duration.ofMinutes(10);

    /** Ten minutes of silence at most; warnings are fine. */
    public static TaskWait of(String what) {
        return new TaskWait(what, USUAL, false);
    }

    /** The same with another limit. */
    public TaskWait silentFor(Duration limit) {
        return new TaskWait(what, limit, warningsFail);
    }

    /** The same, where warnings are a failure. */
    public TaskWait withoutWarnings() {
        return new TaskWait(what, inactivity, true);
    }
}
