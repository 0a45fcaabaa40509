package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ls}: all nodes. */
@Command(
        name = "ls",
        description = "List the nodes and what became of them.",
        footer = {"", "Examples:", "  vivarium ls", "  vivarium ls --json | jq -r '.[].name'"})
public final class LsCommand implements Callable<Integer> {
    @ParentCommand
    private VivariumCommand root;

    @Option(names = "--cached", description = "As last known; do not ask the hypervisors.")
    private boolean cached;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            List<Node> all = nodes.all().stream().map(n -> current(nodes, n)).toList();
            screen.document(all.stream().map(NodeDocument::of).toList());
            Instant now = root.host().clock().instant();
            Table table = new Table("NAME", "STATE", "ON", "CORES", "MEMORY", "BUNDLE", "SNAPSHOTS", "AGE");
            all.forEach(n -> table.row(
                    n.spec().name(),
                    n.state().name(),
                    n.spec().hypervisor(),
                    Integer.toString(n.spec().cores()),
                    Size.MiB(n.spec().memoryMiB()).toString(),
                    n.bundle().map(NodeBundle::name).orElse("-"),
                    Integer.toString(n.snapshots().size()),
                    Elapsed.text(Duration.between(n.createdAt(), now))));
            if (all.isEmpty()) {
                screen.say("no nodes; make one with: vivarium up NAME --bundle DIR");
            } else {
                screen.say(table);
            }
            return ExitCode.OK;
        }
    }

    /** A hypervisor that does not answer must not hide the nodes of the others. */
    private Node current(Nodes nodes, Node node) {
        if (cached) {
            return node;
        }
        try {
            return nodes.refreshed(node.id());
        } catch (VivariumException e) {
            root.screen().note("warning: " + node.spec().name() + " as last known: " + e.message());
            return node;
        }
    }
}
