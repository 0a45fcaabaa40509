package dev.vivarium.service.nodes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.NodeDefaults;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.operations.StoredOperations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Nodes over HTTP: making them. */
public final class NodeCreation {
    private final Vivarium vivarium;
    private final Nodes nodes;
    private final StoredOperations operations;
    private final Supplier<NodeDefaults> defaults;
    private final Function<String, Path> bundles;
    private final Consumer<String> images;

    /**
     * Of these.
     *
     * @param defaults what holds where a wish says nothing
     * @param bundles finds the directory of a bundle by its id or path
     * @param images refuses an image that may not be fetched
     */
    public NodeCreation(
            Vivarium vivarium,
            Nodes nodes,
            StoredOperations operations,
            Supplier<NodeDefaults> defaults,
            Function<String, Path> bundles,
            Consumer<String> images) {
        this.vivarium = vivarium;
        this.nodes = nodes;
        this.operations = operations;
        this.defaults = defaults;
        this.bundles = bundles;
        this.images = images;
    }

    /** Answers what is asked of it. */
    public void register(Routes routes) {
        routes.change("createNode", request -> create(request, NodeId.random()))
                .change("putNode", request -> put(request, request.path("nodeId", NodeId::parse)));
    }

    private Change create(Request request, NodeId id) {
        NodeSpec wish = wish(request, id);
        if (request.flag("dryRun")) {
            return dryRun(wish);
        }
        vivarium.installation().hypervisor(wish.hypervisor());
        return () -> accept(wish);
    }

    private Change put(Request request, NodeId id) {
        NodeSpec wish = wish(request, id);
        if (request.flag("dryRun")) {
            return dryRun(wish);
        }
        vivarium.installation().hypervisor(wish.hypervisor());
        return () -> {
            Optional<Node> known = vivarium.node(id);
            if (known.isPresent()) {
                return again(nodes.visible(id, request.principal()), wish);
            }
            Optional<Node> namesake = vivarium.node(wish.name());
            if (namesake.isPresent()) {
                throw Refusal.conflict(
                        "node.exists", "another node is called '" + wish.name() + "' already; choose another name");
            }
            return accept(wish);
        };
    }

    /** The same wish as that of the node of this id is fine; another one is not. */
    private Reply again(Node known, NodeSpec wish) {
        if (!known.spec().equals(wish)) {
            throw Refusal.conflict(
                    "node.exists", "there is a node with this id already, with other settings; remove it first");
        }
        return Reply.ok(nodes.body(known)).about(known.id().toString());
    }

    private Reply accept(NodeSpec wish) {
        return operations.accepted(vivarium.create(wish));
    }

    private Change dryRun(NodeSpec wish) {
        Reply found = NodeRoutes.FindingsBody.reply(vivarium.preflight(wish));
        return () -> found;
    }

    private NodeSpec wish(Request request, NodeId id) {
        NodeSpecBody body = request.body(NodeSpecBody.class);
        body.image().ifPresent(images);
        Map<String, String> labels =
                Nodes.labels(request.principal(), body.labels().orElse(Map.of()));
        try {
            return body.wish(id, defaults.get(), bundles, labels);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("node.spec", String.valueOf(e.getMessage()));
        }
    }
}
