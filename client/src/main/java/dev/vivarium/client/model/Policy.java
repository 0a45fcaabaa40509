package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A policy, with its next runs. */
public record Policy(
        UUID id,
        PolicySpec spec,
        List<Instant> nextRuns,
        Optional<PolicyRun> lastRun,
        Instant createdAt,
        Instant changedAt) {
    public Policy {
        nextRuns = Copies.list(nextRuns);
    }
}
