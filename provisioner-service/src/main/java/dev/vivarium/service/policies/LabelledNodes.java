package dev.vivarium.service.policies;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds nodes by their labels in the store. The database sifts the documents by their text; what is left is read.
 *
 * @param database where the nodes are
 */
public record LabelledNodes(Database database) implements NodeChoice {
    private static final int PAGE = 200;

    @Override
    public List<NodeId> withLabels(Map<String, String> labels, Optional<NodeId> after, int limit) {
        return database.read(h -> {
            List<NodeId> found = new ArrayList<>();
            String last = after.map(NodeId::toString).orElse("");
            List<Node> page = page(h, labels, last);
            while (!page.isEmpty() && found.size() < limit) {
                page.stream()
                        .filter(n -> n.spec().labels().entrySet().containsAll(labels.entrySet()))
                        .map(Node::id)
                        .forEach(found::add);
                page = page(h, labels, page.get(page.size() - 1).id().toString());
            }
            return List.copyOf(found.subList(0, Math.min(limit, found.size())));
        });
    }

    private static List<Node> page(Handle h, Map<String, String> labels, String after) {
        StringBuilder sql = new StringBuilder("SELECT document FROM nodes WHERE id > :after");
        List<String> patterns = labels.entrySet().stream()
                .map(label -> pattern(Json.write(label.getKey()) + ":" + Json.write(label.getValue())))
                .toList();
        for (int i = 0; i < patterns.size(); i++) {
            sql.append(" AND document LIKE :label").append(i).append(" ESCAPE '!'");
        }
        Query query = h.createQuery(sql.append(" ORDER BY id LIMIT :limit").toString())
                .bind("after", after)
                .bind("limit", PAGE);
        for (int i = 0; i < patterns.size(); i++) {
            query.bind("label" + i, patterns.get(i));
        }
        return query.mapTo(String.class)
                .map(document -> Json.read(document, Node.class))
                .list();
    }

    private static String pattern(String text) {
        return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
