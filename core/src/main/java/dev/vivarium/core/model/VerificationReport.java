package dev.vivarium.core.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The proof that a node came up, or what is wrong with it.
 *
 * @param node whose
 * @param at when it was begun
 * @param checks in the order in which they were made
 * @param uptime of the guest, if it answered
 * @param clockOffset guest time minus ours, if it answered
 */
public record VerificationReport(
        NodeId node, Instant at, List<Check> checks, Optional<Duration> uptime, Optional<Duration> clockOffset) {

    public VerificationReport {
        checks = List.copyOf(checks);
    }

    /** True if every check passed. */
    public boolean ready() {
        return checks.stream().allMatch(c -> c.status() == Condition.Status.TRUE);
    }

    /** The first check that did not pass. */
    public Optional<Check> firstFailure() {
        return checks.stream().filter(c -> c.status() != Condition.Status.TRUE).findFirst();
    }

    /**
     * One check.
     *
     * @param condition which condition it decides; several checks may decide one
     * @param name for people, such as {@code health: agent}
     * @param status whether it passed
     * @param evidence what was seen, in one line
     * @param logTail the last lines of the log that explains a failure; empty if none
     * @param took how long it took
     */
    public record Check(
            Condition.Name condition,
            String name,
            Condition.Status status,
            String evidence,
            String logTail,
            Duration took) {}
}
