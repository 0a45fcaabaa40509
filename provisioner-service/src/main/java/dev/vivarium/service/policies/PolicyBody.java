package dev.vivarium.service.policies;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.service.policies.PolicyRun.Outcome;
import dev.vivarium.service.snapshots.SnapshotBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A policy on the wire. */
record PolicyBody(
        String id,
        PolicySpec spec,
        Optional<List<Instant>> nextRuns,
        Optional<RunBody> lastRun,
        Instant createdAt,
        Instant changedAt) {

    static PolicyBody of(PolicyRecord policy, List<Instant> nextRuns, Optional<PolicyRun> lastRun) {
        return new PolicyBody(
                policy.id().toString(),
                policy.spec(),
                Optional.of(nextRuns).filter(r -> !r.isEmpty()),
                lastRun.map(RunBody::of),
                policy.createdAt(),
                policy.changedAt());
    }

    /** A run on the wire. */
    record RunBody(
            String policy,
            Optional<String> node,
            Instant dueAt,
            Outcome outcome,
            Optional<String> reason,
            Optional<String> session,
            Optional<List<String>> deletedSnapshots,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {

        static RunBody of(PolicyRun run) {
            return new RunBody(
                    run.policy().toString(),
                    run.node().map(NodeId::toString),
                    run.dueAt(),
                    run.outcome(),
                    run.reason(),
                    run.session().map(UUID::toString),
                    Optional.of(run.deletedSnapshots().stream()
                                    .map(SnapshotId::toString)
                                    .toList())
                            .filter(d -> !d.isEmpty()),
                    run.startedAt(),
                    run.endedAt());
        }
    }

    /** What a policy would do. */
    record PreviewBody(List<NextRunBody> nextRuns, List<String> nodes, List<SnapshotBody> wouldDelete) {}

    /** One of its next runs; the local time is that of the policy's zone. */
    record NextRunBody(Instant dueAt, Instant preparesAt, Optional<String> local) {}
}
