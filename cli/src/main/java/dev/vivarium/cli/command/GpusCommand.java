package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.LocatedGpu;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code gpus}: what could be passed through. */
@Command(
        name = "gpus",
        description = {
            "List the GPUs that nodes can be given, and of the others why not and what to do.",
            "docs/gpu.md tells how a host is prepared."
        },
        footer = {"", "Examples:", "  vivarium gpus", "  vivarium up muse --gpu any"})
public final class GpusCommand implements Callable<Integer> {
    @ParentCommand
    private VivariumCommand root;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            List<LocatedGpu> all = nodes.gpus();
            screen.document(all);
            if (all.isEmpty()) {
                screen.say("no GPUs here");
            } else {
                show(screen, nodes.all(), all);
            }
            return ExitCode.OK;
        }
    }

    private static void show(Screen screen, List<Node> nodes, List<LocatedGpu> all) {
        Table table = new Table("GPU", "ON", "KIND", "NAME", "USABLE");
        for (LocatedGpu located : all) {
            Gpu gpu = located.gpu();
            table.row(
                    gpu.address(),
                    located.hypervisor(),
                    gpu.vendorId() + ":" + gpu.deviceId(),
                    gpu.name(),
                    gpu.usable()
                            ? "yes"
                            : gpu.usedBy().map(n -> "used by " + name(nodes, n)).orElse("no"));
        }
        table.lines().forEach(screen::say);
        for (LocatedGpu located : all) {
            for (Finding finding : located.gpu().findings()) {
                screen.say("");
                screen.say(located.gpu().address() + ": " + finding.message());
                screen.say("  → " + finding.remedy());
            }
        }
    }

    private static String name(List<Node> nodes, NodeId node) {
        return nodes.stream()
                .filter(n -> n.id().equals(node))
                .findFirst()
                .map(n -> n.spec().name())
                .orElse(node.toString());
    }
}
