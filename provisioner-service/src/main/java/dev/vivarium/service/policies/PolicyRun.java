package dev.vivarium.service.policies;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a due time on a node.
 *
 * @param policy of which policy
 * @param node on which node; empty if it is about none in particular, as when nothing ran at all
 * @param dueAt when the session was to start
 * @param outcome how far it is
 * @param reason why it is late, was left out or failed
 * @param session what was opened
 * @param deletedSnapshots what retention let go then
 * @param startedAt when the preparation began
 * @param endedAt when the preparation was done, or failed
 */
public record PolicyRun(
        UUID policy,
        Optional<NodeId> node,
        Instant dueAt,
        Outcome outcome,
        Optional<String> reason,
        Optional<UUID> session,
        List<SnapshotId> deletedSnapshots,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    public PolicyRun {
        deletedSnapshots = List.copyOf(deletedSnapshots);
    }

    /** How far a run is. */
    public enum Outcome {
        /** For the session before it to end. */
        WAITING,
        /** The node is being prepared. */
        RUNNING,
        /** The node is prepared, and the session open if there is one. */
        DONE,
        /** Left out. */
        SKIPPED,
        /** The node could not be prepared. */
        FAILED
    }

    /** One that was left out. */
    static PolicyRun skipped(UUID policy, Optional<NodeId> node, Instant dueAt, String reason) {
        return new PolicyRun(
                policy,
                node,
                dueAt,
                Outcome.SKIPPED,
                Optional.of(reason),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** One that waits. */
    static PolicyRun waiting(UUID policy, NodeId node, Instant dueAt, String reason) {
        return skipped(policy, Optional.of(node), dueAt, reason).outcome(Outcome.WAITING, Optional.of(reason));
    }

    /** One that begins. */
    static PolicyRun running(
            UUID policy, NodeId node, Instant dueAt, Optional<String> note, UUID session, Instant startedAt) {
        return new PolicyRun(
                policy,
                Optional.of(node),
                dueAt,
                Outcome.RUNNING,
                note,
                Optional.of(session),
                List.of(),
                Optional.of(startedAt),
                Optional.empty());
    }

    PolicyRun outcome(Outcome other, Optional<String> why) {
        return new PolicyRun(policy, node, dueAt, other, why, session, deletedSnapshots, startedAt, endedAt);
    }

    PolicyRun ended(Outcome other, Optional<String> why, Instant at, List<SnapshotId> deleted) {
        return new PolicyRun(policy, node, dueAt, other, why, session, deleted, startedAt, Optional.of(at));
    }
}
