package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.document.UsageDocument;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.spi.Limits;
import java.util.Optional;
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
        try (Vivarium vivarium = root.open()) {
            Node current = vivarium.refresh(node.in(vivarium).id());
            Optional<ResourceUsage> usage = vivarium.usage(current.id());
            Optional<Limits.Applied> limits = vivarium.limits(current.id());
            screen.document(NodeDocument.of(current, usage.map(u -> UsageDocument.of(u, limits))));
            NodeView.details(
                    screen,
                    current,
                    root.host().clock().instant(),
                    facts -> usage.ifPresent(u -> UsageView.rows(facts, u, limits)));
            return ExitCode.OK;
        }
    }
}
