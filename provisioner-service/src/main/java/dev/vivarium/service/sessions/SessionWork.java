package dev.vivarium.service.sessions;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.SessionPlan;
import java.util.Map;
import java.util.Optional;

/** What sessions and policies ask of nodes. What is begun within a transaction is begun if that is committed. */
public interface SessionWork {

    /** The node, as last known. */
    Optional<Node> node(NodeId id);

    /**
     * Takes a snapshot or rolls back.
     *
     * @param labels of a snapshot that is taken
     * @throws dev.vivarium.core.model.VivariumException if nothing was begun
     */
    OperationId begin(NodeId node, SessionPlan.Step step, Map<String, String> labels);

    /** Deletes a snapshot, unless somebody has pinned it by then. */
    OperationId delete(NodeId node, SnapshotId snapshot);

    /** How the operation ended; empty while it has not. */
    Optional<Ending> ending(OperationId id);

    /** Asks it to stop. */
    void cancel(OperationId id);

    /**
     * How an operation ended.
     *
     * @param failure why it failed; empty if it did not
     * @param snapshot what it took or rolled back to
     * @param taken whether it took it
     */
    record Ending(Optional<String> failure, Optional<SnapshotId> snapshot, boolean taken) {}
}
