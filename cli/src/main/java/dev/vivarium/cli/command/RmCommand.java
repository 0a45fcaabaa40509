package dev.vivarium.cli.command;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code rm}: removes a node. */
@Command(
        name = "rm",
        description = {
            "Remove a node: its machine, disk, snapshots and record.",
            "Ends what is being done to it. What the node remembers is lost; there is no way back."
        },
        footer = {"", "Example:", "  vivarium rm muse"})
public final class RmCommand implements Callable<Integer>, Advice {
    @ParentCommand
    private VivariumCommand root;

    @Mixin
    private NodeArgument node;

    /** The document. */
    record Removed(NodeId removed, String name) {}

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Vivarium vivarium = root.open()) {
            Node doomed = node.in(vivarium);
            root.watch(vivarium.delete(doomed.id()));
            root.autostart().off(doomed.id());
            screen.document(new Removed(doomed.id(), doomed.spec().name()));
            screen.say(doomed.spec().name() + " is gone");
            return ExitCode.OK;
        }
    }

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode("rm", node.name(), failure);
    }
}
