package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollback}: brings a node back. */
@Command(
        name = "rollback",
        description = "Bring a node back to a snapshot, memory and all if it holds memory, and prove that it is there.",
        footer = {"", "Examples:", "  vivarium rollback muse before-session", "  vivarium rollback muse clean --safety"
        })
public final class RollbackCommand extends NodeCommand {
    @Parameters(index = "1", paramLabel = "SNAPSHOT", description = "Its name or id.")
    private String snapshot;

    @Option(names = "--safety", description = "Take a snapshot of the present first, so that this can be undone.")
    private boolean safety;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node of = node.in(nodes);
            NodeSnapshot target = NodeArgument.snapshot(of, snapshot);
            Node back = root.watch(nodes.rollback(
                    of.id(),
                    new RollbackNode.Request(
                            target.snapshot().id(), safety ? Optional.of(SnapshotId.random()) : Optional.empty())));
            screen.document(NodeDocument.of(back));
            screen.say(of.spec().name() + " is back at " + target.snapshot().name() + " and is "
                    + NodeView.state(screen, back.state()));
            return ExitCode.OK;
        }
    }
}
