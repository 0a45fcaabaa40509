package dev.vivarium.cli.service;

import dev.vivarium.client.Nodes.Filter;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The nodes that a service knows, looked up and put together with their snapshots. */
final class KnownNodes {
    private static final int PAGE = 1000;

    private final VivariumClient client;

    KnownNodes(VivariumClient client) {
        this.client = client;
    }

    List<Node> all() {
        return listed(Filter.ALL).map(this::whole).toList();
    }

    List<String> names() {
        return listed(Filter.ALL).map(dev.vivarium.client.model.Node::name).toList();
    }

    /** The node of this name, or else of this id. */
    Optional<Node> find(String nameOrId) {
        return named(nameOrId).or(() -> byId(nameOrId)).map(this::whole);
    }

    Optional<dev.vivarium.client.model.Node> named(String name) {
        return listed(Filter.named(name)).findFirst();
    }

    Node get(UUID id) {
        return whole(client.nodes().get(id));
    }

    /** As the hypervisor has it now. */
    Node refreshed(NodeId id) {
        return whole(client.nodes().refreshed(id.value()));
    }

    private Optional<dev.vivarium.client.model.Node> byId(String id) {
        if (!isId(id)) {
            return Optional.empty();
        }
        List<dev.vivarium.client.model.Node> found = listed(Filter.ALL)
                .filter(n -> n.id().toString().startsWith(id))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** All of one, or the eight digits that people are shown. */
    private static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}");
    }

    private Stream<dev.vivarium.client.model.Node> listed(Filter filter) {
        return client.nodes().list(filter).stream(PAGE);
    }

    private Node whole(dev.vivarium.client.model.Node n) {
        return FromWire.node(
                n,
                n.snapshots().orElse(1) == 0
                        ? List.of()
                        : client.snapshots().list(n.id(), Map.of()).all());
    }
}
