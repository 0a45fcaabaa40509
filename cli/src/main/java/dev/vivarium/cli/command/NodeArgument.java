package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** {@code NAME}: which node a command is about. */
final class NodeArgument {
    @Parameters(index = "0", paramLabel = "NAME", description = "The node's name, or its id.")
    private String name = "";

    String name() {
        return name;
    }

    /**
     * The node, as last known.
     *
     * @throws VivariumException NOT_FOUND that names those that there are
     */
    Node in(Nodes nodes) {
        List<Node> all = nodes.all();
        return all.stream()
                .filter(n -> n.spec().name().equals(name))
                .findFirst()
                .or(() -> byId(all, n -> n.id().toString()))
                .or(() -> byId(all, n -> n.id().brief()))
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "node.unknown",
                        "there is no node '" + name + "'"
                                + (all.isEmpty()
                                        ? "; there is none at all"
                                        : "; there is "
                                                + all.stream()
                                                        .map(n -> n.spec().name())
                                                        .collect(Collectors.joining(", ")))));
    }

    /** The node's snapshot of this name or id. */
    static NodeSnapshot snapshot(Node node, String nameOrId) {
        return node.snapshots().stream()
                .filter(s -> s.snapshot().name().equals(nameOrId))
                .findFirst()
                .or(() -> node.snapshots().stream()
                        .filter(s -> s.snapshot().id().toString().equals(nameOrId)
                                || s.snapshot().id().brief().equals(nameOrId))
                        .findFirst())
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "snapshot.unknown",
                        "node '" + node.spec().name() + "' has no snapshot '" + nameOrId + "'"
                                + (node.snapshots().isEmpty()
                                        ? "; it has none at all"
                                        : "; it has "
                                                + node.snapshots().stream()
                                                        .map(s -> s.snapshot().name())
                                                        .collect(Collectors.joining(", ")))));
    }

    private Optional<Node> byId(List<Node> nodes, Function<Node, String> id) {
        List<Node> found = nodes.stream().filter(n -> id.apply(n).equals(name)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
