package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Node;
import picocli.CommandLine.Command;

/** {@code start}: starts a node. */
@Command(
        name = "start",
        description = "Start a node and wait until it is READY; one that runs is only checked.",
        footer = {"", "Example:", "  vivarium start muse"})
public final class StartCommand extends NodeCommand {
    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node started = root.watch(nodes.start(node.in(nodes).id()));
            screen.document(NodeDocument.of(started));
            screen.say(started.spec().name() + " is " + NodeView.state(screen, started.state()));
            return ExitCode.OK;
        }
    }
}
