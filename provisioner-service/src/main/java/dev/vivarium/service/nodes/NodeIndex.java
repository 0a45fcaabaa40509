package dev.vivarium.service.nodes;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Node;
import dev.vivarium.service.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** The nodes in the order of their names, a page at a time. */
public final class NodeIndex {
    private final Database database;

    /** Of this database. */
    public NodeIndex(Database database) {
        this.database = database;
    }

    /** What is asked for; names and states as they are kept. */
    record Wanted(Optional<String> state, Optional<String> hypervisor, Optional<String> name) {
        private String where() {
            return (state.isPresent() ? " AND state = :state" : "")
                    + (hypervisor.isPresent() ? " AND hypervisor = :hypervisor" : "")
                    + (name.isPresent() ? " AND name = :name" : "");
        }

        private Query bind(Query query) {
            state.ifPresent(s -> query.bind("state", s));
            hypervisor.ifPresent(h -> query.bind("hypervisor", h));
            name.ifPresent(n -> query.bind("name", n));
            return query;
        }
    }

    /** Those whose name comes after this one. */
    List<Node> after(Wanted wanted, String name, int limit) {
        return database.read(h -> wanted.bind(h.createQuery("SELECT document FROM nodes WHERE name > :after"
                        + wanted.where() + " ORDER BY name LIMIT :limit"))
                .bind("after", name)
                .bind("limit", limit)
                .map((row, context) -> Json.read(row.getString("document"), Node.class))
                .list());
    }
}
