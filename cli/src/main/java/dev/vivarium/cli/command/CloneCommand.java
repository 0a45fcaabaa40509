package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clone}: makes a node from another one. */
@Command(
        name = "clone",
        description = {
            "Make a new node from another one, memory and bundle kept, and prove that it is READY.",
            "The clone has its own name, host key, card and address from its first boot on; the source stays as it is.",
            "A node that runs is held still for a moment (its guest needs the guest agent), or stop it first."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium clone muse echo",
            "  vivarium clone muse echo --linked",
            "  vivarium clone muse echo --from before-session"
        })
public final class CloneCommand extends NodeCommand {
    @Parameters(index = "1", paramLabel = "NEW-NAME", description = "The clone's name.")
    private String name;

    @Option(
            names = "--linked",
            description = "What the node has is kept once for all its linked clones: made faster, takes less space.")
    private boolean linked;

    @Option(
            names = "--from",
            paramLabel = "SNAPSHOT",
            description = "Clone this snapshot's disk, by name or id; what the node is now if not given.")
    private @Nullable String from;

    @Option(
            names = "--min-consistency",
            paramLabel = "KIND",
            description = "stopped (default); crash allows a disk as if power was cut, such as a live snapshot's.")
    private SnapshotKind least = SnapshotKind.STOPPED;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node source = node.in(nodes);
            CloneNode.Wish wish = new CloneNode.Wish(
                    source.id(),
                    name,
                    linked,
                    Optional.ofNullable(from)
                            .map(s ->
                                    NodeArgument.snapshot(source, s).snapshot().id()),
                    least);
            Node clone = root.watch(nodes.cloneNode(wish));
            screen.document(NodeDocument.of(clone));
            NodeView.details(screen, clone, root.host().clock().instant());
            return ExitCode.OK;
        }
    }

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode("clone", name, failure);
    }
}
