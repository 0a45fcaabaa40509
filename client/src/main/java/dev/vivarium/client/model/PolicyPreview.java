package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a policy would do. */
public record PolicyPreview(List<Run> nextRuns, List<UUID> nodes, List<Snapshot> wouldDelete) {
    public PolicyPreview {
        nextRuns = Copies.list(nextRuns);
        nodes = Copies.list(nodes);
        wouldDelete = Copies.list(wouldDelete);
    }

    /**
     * One run to come.
     *
     * @param local the time in the policy's zone
     */
    public record Run(Instant dueAt, Instant preparesAt, Optional<String> local) {}
}
