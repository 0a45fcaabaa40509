package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.document.UsageDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.nodes.Use;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Node;
import picocli.CommandLine.Command;

/** {@code show}: one node, whole. */
@Command(
        name = "show",
        description = "Show all that is known of a node: state, ports, what it takes, conditions, snapshots.",
        footer = {"", "Examples:", "  vivarium show muse", "  vivarium show muse --json"})
public final class ShowCommand extends NodeCommand {
    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node current = nodes.refreshed(node.in(nodes).id());
            Use use = nodes.use(current.id());
            screen.document(NodeDocument.of(current, use.usage().map(u -> UsageDocument.of(u, use.limits()))));
            NodeView.details(
                    screen,
                    current,
                    root.host().clock().instant(),
                    facts -> use.usage().ifPresent(u -> UsageView.rows(facts, u, use.limits())));
            return ExitCode.OK;
        }
    }
}
