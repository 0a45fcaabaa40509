package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import picocli.CommandLine.Command;

/** {@code rm}: removes a node. */
@Command(
        name = "rm",
        description = {
            "Remove a node: its machine, disk, snapshots and record.",
            "Ends what is being done to it. What the node remembers is lost; there is no way back."
        },
        footer = {"", "Example:", "  vivarium rm muse"})
public final class RmCommand extends NodeCommand {
    /** The document. */
    record Removed(NodeId removed, String name) {}

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node doomed = node.in(nodes);
            root.watch(nodes.delete(doomed.id()));
            root.autostart().off(doomed.id());
            screen.document(new Removed(doomed.id(), doomed.spec().name()));
            screen.say(doomed.spec().name() + " is gone");
            return ExitCode.OK;
        }
    }
}
