package dev.vivarium.service.operations;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Which operations there are, without reading what they did. */
public final class OperationIndex {
    private final Database database;

    /** Of this database. */
    public OperationIndex(Database database) {
        this.database = database;
    }

    /** One line of it. */
    record Line(long place, OperationId id, NodeId node) {}

    /** What is asked for. */
    record Wanted(Optional<String> node, Optional<String> kind, Optional<String> outcome, Optional<Boolean> ended) {
        private String where() {
            return (node.isPresent() ? " AND node_id = :node" : "")
                    + (kind.isPresent() ? " AND kind = :kind" : "")
                    + (outcome.isPresent() ? " AND outcome = :outcome" : "")
                    + ended.map(e -> e ? " AND ended_at IS NOT NULL" : " AND ended_at IS NULL")
                            .orElse("");
        }

        private Query bind(Query query) {
            node.ifPresent(n -> query.bind("node", n));
            kind.ifPresent(k -> query.bind("kind", k));
            outcome.ifPresent(o -> query.bind("outcome", o));
            return query;
        }
    }

    /** Those accepted before this place, newest first. */
    List<Line> newest(Wanted wanted, long before, int limit) {
        return database.read(h -> wanted.bind(
                        h.createQuery("SELECT seq, id, node_id FROM operations WHERE seq < :before" + wanted.where()
                                + " ORDER BY seq DESC LIMIT :limit"))
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Line(
                        row.getLong("seq"),
                        OperationId.parse(row.getString("id")),
                        NodeId.parse(row.getString("node_id"))))
                .list());
    }

    /** The operation that works on this node, or is the next to. */
    public Optional<OperationId> current(NodeId node) {
        return database.read(h -> h.createQuery(
                        "SELECT id FROM operations WHERE node_id = :node AND ended_at IS NULL ORDER BY seq LIMIT 1")
                .bind("node", node.toString())
                .map((row, context) -> OperationId.parse(row.getString("id")))
                .findFirst());
    }

    /** The last time that this node was looked at and that ended. */
    public Optional<OperationId> lastVerification(NodeId node) {
        return database.read(h -> h.createQuery("SELECT id FROM operations WHERE node_id = :node AND kind = 'verify'"
                        + " AND ended_at IS NOT NULL ORDER BY seq DESC LIMIT 1")
                .bind("node", node.toString())
                .map((row, context) -> OperationId.parse(row.getString("id")))
                .findFirst());
    }
}
