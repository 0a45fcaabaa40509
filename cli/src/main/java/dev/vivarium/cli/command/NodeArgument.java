package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** {@code NAME}: which node a command is about. */
final class NodeArgument {
    private static final int MOST_NAMES = 50;

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
        return nodes.find(name)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "node.unknown", "there is no node '" + name + "'; " + those(nodes.names())));
    }

    private static String those(List<String> names) {
        return names.isEmpty()
                ? "there is none at all"
                : "there is " + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                        + (names.size() > MOST_NAMES ? " …" : "");
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
}
