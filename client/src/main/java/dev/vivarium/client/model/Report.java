package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was seen when the node was last verified.
 *
 * @param uptimeMs the guest's, if it answered
 * @param clockOffsetMs the guest's time minus the service's, if it answered
 */
public record Report(Instant at, List<Check> checks, Optional<Long> uptimeMs, Optional<Long> clockOffsetMs) {
    public Report {
        checks = Copies.list(checks);
    }

    /** One thing that was looked at. */
    public record Check(
            String condition,
            String name,
            ConditionStatus status,
            String evidence,
            Optional<String> logTail,
            Optional<Long> tookMs) {}
}
