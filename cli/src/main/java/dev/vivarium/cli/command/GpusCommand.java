package dev.vivarium.cli.command;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.NodeId;
import java.util.ArrayList;
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

    /** A GPU and where it is, as JSON has it. */
    record Located(String hypervisor, Gpu gpu) {}

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Vivarium vivarium = root.open()) {
            List<Located> all = new ArrayList<>();
            for (HypervisorConfig hypervisor : root.config().hypervisors()) {
                vivarium.gpus(hypervisor.name()).forEach(gpu -> all.add(new Located(hypervisor.name(), gpu)));
            }
            screen.document(all);
            if (all.isEmpty()) {
                screen.say("no GPUs here");
            } else {
                show(screen, vivarium, all);
            }
            return ExitCode.OK;
        }
    }

    private static void show(Screen screen, Vivarium vivarium, List<Located> all) {
        Table table = new Table("GPU", "ON", "KIND", "NAME", "USABLE");
        for (Located located : all) {
            Gpu gpu = located.gpu();
            table.row(
                    gpu.address(),
                    located.hypervisor(),
                    gpu.vendorId() + ":" + gpu.deviceId(),
                    gpu.name(),
                    gpu.usable()
                            ? "yes"
                            : gpu.usedBy()
                                    .map(n -> "used by " + name(vivarium, n))
                                    .orElse("no"));
        }
        table.lines().forEach(screen::say);
        for (Located located : all) {
            for (Finding finding : located.gpu().findings()) {
                screen.say("");
                screen.say(located.gpu().address() + ": " + finding.message());
                screen.say("  → " + finding.remedy());
            }
        }
    }

    private static String name(Vivarium vivarium, NodeId node) {
        return vivarium.node(node).map(n -> n.spec().name()).orElse(node.toString());
    }
}
