package dev.vivarium.service.policies;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.RetentionDecision;
import dev.vivarium.service.access.Audit;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.service.store.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Lets a policy's old snapshots go. A policy counts and deletes those that its own sessions took and nothing else; of these
 * stay what is pinned, what an open session started from, and what a policy goes back to.
 */
final class PolicyRetention {
    /** More than that go at the next run. */
    private static final int MOST_AT_ONCE = 20;

    private final Database database;
    private final OpenSessions sessions;
    private final SessionWork work;
    private final Audit audit;
    private final Clock clock;

    PolicyRetention(Database database, OpenSessions sessions, SessionWork work, Audit audit, Clock clock) {
        this.audit = audit;
        this.database = database;
        this.sessions = sessions;
        this.work = work;
        this.clock = clock;
    }

    /** What would go and what would stay, of the snapshots that this policy took. */
    RetentionDecision decide(UUID policy, PolicySpec spec, Node node) {
        Map<SnapshotId, Optional<OperationId>> own = sessions.takenBy(policy, node.id());
        List<NodeSnapshot> candidates = node.snapshots().stream()
                .filter(s -> own.containsKey(s.snapshot().id()))
                .toList();
        return spec.rule().decide(candidates, inUse(node, candidates), clock.instant());
    }

    /** Begins to delete what may go. @return what that is */
    List<SnapshotId> apply(UUID policy, PolicySpec spec, Node node) {
        Map<SnapshotId, Optional<OperationId>> own = sessions.takenBy(policy, node.id());
        own.keySet().stream().filter(s -> node.snapshot(s).isEmpty()).forEach(sessions::forget);
        if (spec.retention().isEmpty()) {
            return List.of();
        }
        List<SnapshotId> deleted = new ArrayList<>();
        decide(policy, spec, node).delete().stream()
                .map(s -> s.snapshot().id())
                .filter(s -> !isBeingDeleted(own.getOrDefault(s, Optional.empty())))
                .limit(MOST_AT_ONCE)
                .forEach(s -> {
                    delete(spec.name(), node, s);
                    deleted.add(s);
                });
        return deleted;
    }

    private void delete(String policy, Node node, SnapshotId snapshot) {
        OperationId operation = work.delete(node.id(), snapshot);
        sessions.deleting(snapshot, operation);
        audit.add(
                Audit.Entry.byService(
                        "policy " + policy,
                        "retention",
                        Optional.of(node.id().toString()),
                        Optional.of(operation.toString()),
                        "accepted"),
                Optional.empty());
    }

    /** One whose deletion failed is tried again. */
    private boolean isBeingDeleted(Optional<OperationId> operation) {
        return operation.filter(id -> work.ending(id).isEmpty()).isPresent();
    }

    private Set<SnapshotId> inUse(Node node, List<NodeSnapshot> candidates) {
        Set<SnapshotId> inUse = new HashSet<>();
        sessions.active(node.id()).flatMap(SessionRecord::startedFrom).ifPresent(inUse::add);
        // the newest stays anyway, and counts: it was taken for the session that is open now
        candidates.stream()
                .map(NodeSnapshot::snapshot)
                .max(Comparator.comparing(Snapshot::takenAt))
                .ifPresent(newest -> inUse.remove(newest.id()));
        Set<String> targets = Set.copyOf(database.read(PolicyTable::rollbackTargets));
        node.snapshots().stream()
                .map(NodeSnapshot::snapshot)
                .filter(s -> targets.contains(s.name()) || targets.contains(s.id().toString()))
                .forEach(s -> inUse.add(s.id()));
        return inUse;
    }
}
