package dev.vivarium.cli.command;

import dev.vivarium.cli.document.SnapshotDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code snapshots}: lists a node's snapshots, or removes some. */
@Command(
        name = "snapshots",
        description = "List the snapshots of a node as a tree, or remove some of them; those taken after them stay.",
        footer = {"", "Examples:", "  vivarium snapshots muse", "  vivarium snapshots muse --rm snapshot-1"})
public final class SnapshotsCommand extends NodeCommand {
    @Option(names = "--rm", paramLabel = "SNAPSHOT", description = "Remove this one, by name or id; may be repeated.")
    private List<String> remove = List.of();

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node of = node.in(nodes);
            List<NodeSnapshot> doomed =
                    remove.stream().map(s -> NodeArgument.snapshot(of, s)).toList();
            doomed.forEach(
                    s -> root.watch(nodes.deleteSnapshot(of.id(), s.snapshot().id())));
            Node current = nodes.refreshed(of.id());
            screen.document(
                    current.snapshots().stream().map(SnapshotDocument::of).toList());
            if (current.snapshots().isEmpty()) {
                screen.say("no snapshots; take one with: vivarium snapshot "
                        + of.spec().name());
            } else {
                NodeView.snapshots(screen, current, root.host().clock().instant());
            }
            return ExitCode.OK;
        }
    }
}
