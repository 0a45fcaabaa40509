package dev.vivarium.cli.bundle;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cloudinit.bundle.CachedMedium;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.DurationText;
import dev.vivarium.core.engine.BundleMedia.Limits;
import dev.vivarium.core.model.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bundle prune}: makes room. */
@Command(
        name = "prune",
        description = "Remove packed media that no node has in use; what is needed again is packed again.",
        footer = {
            "",
            "Examples:",
            "  vivarium bundle prune                          # all that are in no use",
            "  vivarium bundle prune --unused 7d --keep 100G  # the old ones, then the longest unused beyond 100 GiB"
        })
public final class BundlePruneCommand implements Callable<Integer> {
    @ParentCommand
    private BundleCommand bundle;

    @Option(
            names = "--unused",
            paramLabel = "TIME",
            description = "Only those that were not used for so long, such as 7d.")
    private Optional<String> unused = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "SIZE",
            description = "Those used longest ago, until no more than this is left.")
    private Optional<String> keep = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Screen screen = bundle.root().screen();
        Limits limits = limits();
        try (Nodes nodes = bundle.root().nodes()) {
            Vivarium vivarium = nodes.here("bundle prune", "run it on the service's host, on its home");
            List<CachedMedium> gone = vivarium.installation().media().prune(limits);
            screen.document(gone);
            gone.forEach(m -> screen.say("removed " + m.digest().brief() + ", " + BundleView.size(m.bytes())));
            screen.say(
                    gone.isEmpty()
                            ? "there is nothing to remove"
                            : BundleView.size(gone.stream()
                                            .mapToLong(CachedMedium::bytes)
                                            .sum()) + " are free");
            return ExitCode.OK;
        }
    }

    /** A limit that is not given removes nothing, unless neither is. */
    private Limits limits() {
        if (unused.isEmpty() && keep.isEmpty()) {
            return Limits.NONE;
        }
        return new Limits(
                OptionText.parsed(spec, "--unused", unused.orElse(null), DurationText::parse)
                        .orElse(Duration.ofDays(365_000)),
                OptionText.parsed(spec, "--keep", keep.orElse(null), Size::parse)
                        .map(size -> size.mebibytes() << 20)
                        .orElse(Long.MAX_VALUE));
    }
}
