package dev.vivarium.cli.command;

import dev.vivarium.cli.document.ProbeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code probe}: how do hardware limits change the answers? */
@Command(
        name = "probe",
        description = {
            "Ask the bundle's probes without limits and under each of these limits, and compare answers and times.",
            "The node runs on meanwhile; the limits are taken away at the end, however it ends."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium probe muse --cpus 1",
            "  vivarium probe muse --cpus 0.5,1,2 --memory 2G --repeat 5 --json",
            "  vivarium probe lab-1 --cpus 1 --prompt 'Who are you?' --port 8080"
        })
public final class ProbeCommand extends NodeCommand {
    @Option(
            names = "--cpus",
            paramLabel = "N",
            split = ",",
            description = "Processors to leave it, one row for each: 0.5,1,2. Fractions need control groups.")
    private List<Double> cpus = List.of();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            split = ",",
            description = "Memory to leave it, such as 2G; several are combined with each of --cpus.")
    private List<String> memory = List.of();

    @Option(names = "--repeat", paramLabel = "N", description = "How often each question is asked; 3 by default.")
    private int repeat = 3;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "Ask this in place of the bundle's probes.")
    private @Nullable String prompt;

    @Option(names = "--port", paramLabel = "PORT", description = "With --prompt: the guest's port; 8080 by default.")
    private int port = 8080;

    @Option(names = "--path", paramLabel = "PATH", description = "With --prompt: where to; /prompt by default.")
    private String path = "/prompt";

    @Override
    public Integer call() {
        Screen screen = root.screen();
        ProbeNode.Request request = new ProbeNode.Request(
                rows(), repeat, Optional.ofNullable(prompt).map(text -> new ProbeNode.Question(text, port, path)));
        try (Nodes nodes = root.nodes()) {
            ProbeReport report = root.watch(nodes.probe(node.in(nodes).id(), request));
            screen.document(ProbeDocument.of(report));
            ProbeView.show(screen, report);
            boolean nothing =
                    report.rows().stream().skip(1).allMatch(r -> r.refused().isPresent());
            return nothing ? ExitCode.of(Kind.UNSUPPORTED) : ExitCode.OK;
        }
    }

    private List<ResourceLimits> rows() {
        if (cpus.isEmpty() && memory.isEmpty()) {
            throw new ParameterException(command.commandLine(), "say what to limit: --cpus, --memory, or both");
        }
        List<Optional<Long>> sizes = memory.isEmpty() ? List.of(Optional.empty()) : List.copyOf(sizes());
        List<ResourceLimits> rows = new ArrayList<>();
        for (Optional<Long> size : sizes) {
            if (cpus.isEmpty()) {
                rows.add(new ResourceLimits(Optional.empty(), size));
            }
            cpus.forEach(c -> rows.add(new ResourceLimits(Optional.of(c), size)));
        }
        return rows;
    }

    private List<Optional<Long>> sizes() {
        try {
            return memory.stream()
                    .map(text -> Optional.of(Size.parse(text).mebibytes()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--memory: " + e.getMessage(), e);
        }
    }
}
