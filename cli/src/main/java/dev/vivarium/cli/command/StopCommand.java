package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.spi.StopMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stop}: stops a node. */
@Command(
        name = "stop",
        description = "Shut a node down; cut its power if it does not follow in time.",
        footer = {"", "Examples:", "  vivarium stop muse", "  vivarium stop muse --force"})
public final class StopCommand extends NodeCommand {
    @Option(names = "--force", description = "Cut power at once.")
    private boolean force;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            StopMode mode = force ? StopMode.FORCED : StopMode.GRACEFUL;
            Node stopped = root.watch(nodes.stop(node.in(nodes).id(), mode));
            screen.document(NodeDocument.of(stopped));
            screen.say(stopped.spec().name() + " is " + NodeView.state(screen, stopped.state()));
            return ExitCode.OK;
        }
    }
}
