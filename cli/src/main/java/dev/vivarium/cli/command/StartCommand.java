package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code start}: starts a node. */
@Command(
        name = "start",
        description = "Start a node and wait until it is READY; one that runs is only checked.",
        footer = {"", "Example:", "  vivarium start muse"})
public final class StartCommand implements Callable<Integer>, Advice {
    @ParentCommand
    private VivariumCommand root;

    @Mixin
    private NodeArgument node;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Vivarium vivarium = root.open()) {
            Node started = root.watch(vivarium.start(node.in(vivarium).id()));
            screen.document(NodeDocument.of(started));
            screen.say(started.spec().name() + " is " + NodeView.state(screen, started.state()));
            return ExitCode.OK;
        }
    }

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode("start", node.name(), failure);
    }
}
