package dev.vivarium.service.sessions;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.DeleteSnapshot;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.session.SessionPlan;
import java.util.Map;
import java.util.Optional;

/**
 * The work is the library's.
 *
 * @param vivarium over the journal of the same database
 */
public record LibraryWork(Vivarium vivarium) implements SessionWork {

    @Override
    public Optional<Node> node(NodeId id) {
        return vivarium.node(id);
    }

    @Override
    public OperationId begin(NodeId node, SessionPlan.Step step, Map<String, String> labels) {
        if (step instanceof SessionPlan.Step.Take take) {
            SnapshotNode.Request request = new SnapshotNode.Request(
                    SnapshotId.random(),
                    take.name(),
                    take.kind(),
                    SnapshotKind.STOPPED,
                    NodeSnapshot.Origin.SESSION,
                    false,
                    labels);
            return vivarium.snapshot(node, request).id();
        }
        SnapshotId to = ((SessionPlan.Step.Rollback) step).snapshot();
        return vivarium.rollback(node, to).id();
    }

    @Override
    public OperationId delete(NodeId node, SnapshotId snapshot) {
        return vivarium.deleteSnapshot(node, new DeleteSnapshot.Request(snapshot, true))
                .id();
    }

    @Override
    public Optional<Ending> ending(OperationId id) {
        Optional<OperationHistory> history = vivarium.installation().journal().operation(id);
        if (history.isEmpty()) {
            return Optional.of(
                    new Ending(Optional.of("what was begun is not known any more"), Optional.empty(), false));
        }
        return history.flatMap(OperationHistory::end).map(end -> ending(history.get(), end.outcome()));
    }

    @Override
    public void cancel(OperationId id) {
        vivarium.installation().journal().requestCancel(id);
    }

    private static Ending ending(OperationHistory history, Entry.Outcome outcome) {
        boolean takes = history.record().kind().equals("snapshot");
        SnapshotId snapshot = takes
                ? Json.read(history.record().request(), SnapshotNode.Request.class)
                        .id()
                : Json.read(history.record().request(), RollbackNode.Request.class)
                        .snapshot();
        Optional<String> failure = outcome == Entry.Outcome.DONE
                ? Optional.empty()
                : Optional.of(history.failure().map(Entry.Failed::message).orElse("it was cancelled"));
        return new Ending(failure, Optional.of(snapshot), takes);
    }
}
