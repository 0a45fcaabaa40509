package dev.vivarium.service.nodes;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.vivarium.core.model.Node;
import dev.vivarium.service.store.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * The nodes in the order of their names, a page at a time. What a document said when it was read last is kept, and used for the
 * very same document alone; so it is never older than what was read.
 */
public final class NodeIndex {
    private static final int KEPT = 1000;
    /** In one statement with the nodes, as a question for each of a page's nodes takes longer than all else. */
    private static final String UNDER_WAY = "(SELECT o.id FROM operations o WHERE o.node_id = n.id"
            + " AND o.ended_at IS NULL ORDER BY o.seq LIMIT 1) AS operation, (SELECT s.id FROM sessions s"
            + " WHERE s.node_id = n.id AND s.state IN ('PREPARING', 'OPEN', 'ENDING')) AS session";

    private final Database database;
    private final Map<String, ListedNode> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ListedNode> eldest) {
            return size() > KEPT;
        }
    };

    /** Of this database. */
    public NodeIndex(Database database) {
        this.database = database;
    }

    /** What is asked for; names and states as they are kept. */
    record Wanted(Optional<String> state, Optional<String> hypervisor, Optional<String> name) {
        private String where() {
            return (state.isPresent() ? " AND n.state = :state" : "")
                    + (hypervisor.isPresent() ? " AND n.hypervisor = :hypervisor" : "")
                    + (name.isPresent() ? " AND n.name = :name" : "");
        }

        private Query bind(Query query) {
            state.ifPresent(s -> query.bind("state", s));
            hypervisor.ifPresent(h -> query.bind("hypervisor", h));
            name.ifPresent(n -> query.bind("name", n));
            return query;
        }
    }

    /** A node, and what is under way on it. */
    record Line(ListedNode listed, Optional<String> operation, Optional<String> session) {
        Node node() {
            return listed.node();
        }

        RawValue json() {
            return listed.json(operation, session);
        }
    }

    /** Those whose name comes after this one. */
    List<Line> after(Wanted wanted, String name, int limit) {
        return database.read(h -> wanted.bind(h.createQuery("SELECT n.id, n.document, " + UNDER_WAY
                        + " FROM nodes n WHERE n.name > :after" + wanted.where() + " ORDER BY n.name LIMIT :limit"))
                .bind("after", name)
                .bind("limit", limit)
                .map((row, context) -> new Line(
                        listed(row.getString("id"), row.getString("document")),
                        Optional.ofNullable(row.getString("operation")),
                        Optional.ofNullable(row.getString("session"))))
                .list());
    }

    private ListedNode listed(String id, String document) {
        synchronized (kept) {
            ListedNode known = kept.get(id);
            if (known != null && known.isOf(document)) {
                return known;
            }
        }
        ListedNode read = new ListedNode(document);
        synchronized (kept) {
            kept.put(id, read);
        }
        return read;
    }
}
