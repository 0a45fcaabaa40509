package dev.vivarium.service.sessions;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of the snapshots that sessions took. */
final class TakenSnapshots {
    private TakenSnapshots() {}

    static void add(Handle h, SessionRecord session, SnapshotId snapshot) {
        h.createUpdate("INSERT INTO session_snapshots (snapshot_id, node_id, session_id, policy_id)"
                        + " VALUES (:snapshot, :node, :session, :policy) ON CONFLICT DO NOTHING")
                .bind("snapshot", snapshot.toString())
                .bind("node", session.node().toString())
                .bind("session", session.id().toString())
                .bind("policy", SessionTable.policy(session))
                .execute();
    }

    /** By the snapshot, what deletes it. */
    static Map<SnapshotId, Optional<OperationId>> by(Handle h, UUID policy, NodeId node) {
        Map<SnapshotId, Optional<OperationId>> taken = new HashMap<>();
        h.createQuery(
                        "SELECT snapshot_id, operation_id FROM session_snapshots WHERE policy_id = :policy AND node_id = :node")
                .bind("policy", policy.toString())
                .bind("node", node.toString())
                .map((row, context) -> taken.put(
                        SnapshotId.parse(row.getString("snapshot_id")),
                        Optional.ofNullable(row.getString("operation_id")).map(OperationId::parse)))
                .list();
        return taken;
    }

    static int deleting(Handle h, SnapshotId snapshot, OperationId operation) {
        return h.execute(
                "UPDATE session_snapshots SET operation_id = ? WHERE snapshot_id = ?",
                operation.toString(),
                snapshot.toString());
    }

    static int forget(Handle h, SnapshotId snapshot) {
        return h.execute("DELETE FROM session_snapshots WHERE snapshot_id = ?", snapshot.toString());
    }
}
