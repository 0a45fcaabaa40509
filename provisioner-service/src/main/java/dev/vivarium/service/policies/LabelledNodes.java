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

/**
 * Finds nodes by their labels in the store, reading no more of them at a time than are wanted.
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
            List<Node> page = page(h, last);
            while (!page.isEmpty() && found.size() < limit) {
                page.stream()
                        .filter(n -> n.spec().labels().entrySet().containsAll(labels.entrySet()))
                        .map(Node::id)
                        .forEach(found::add);
                page = page(h, page.get(page.size() - 1).id().toString());
            }
            return List.copyOf(found.subList(0, Math.min(limit, found.size())));
        });
    }

    private static List<Node> page(Handle h, String after) {
        return h.createQuery("SELECT document FROM nodes WHERE id > :after ORDER BY id LIMIT :limit")
                .bind("after", after)
                .bind("limit", PAGE)
                .mapTo(String.class)
                .map(document -> Json.read(document, Node.class))
                .list();
    }
}
