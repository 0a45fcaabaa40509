package dev.vivarium.cli.image;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.LibraryNodes;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Size;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code image prune}: removes what nobody needs. */
@Command(
        name = "prune",
        description = {
            "Remove disk images that no node stands on and that you gave no name, and what is left of old downloads.",
            "This happens by itself when the images take more than 'imageCache' in vivarium.yaml (40 GiB)."
        },
        footer = {"", "Examples:", "  vivarium image prune", "  vivarium image prune --keep 20G"})
final class ImagePruneCommand implements Callable<Integer> {
    @ParentCommand
    private ImageCommand parent;

    @Option(
            names = "--keep",
            paramLabel = "SIZE",
            description = "Stop when what is left takes no more than this; those used last stay.")
    private @Nullable String keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Screen screen = parent.root().screen();
        Optional<Size> limit = OptionText.parsed(spec, "--keep", keep, Size::parse);
        try (Nodes nodes = parent.root().nodes()) {
            Vivarium vivarium = nodes.here(
                    "image prune",
                    "the service makes room by itself; remove a single one with: vivarium image rm NAME");
            List<HeldImage> removed = parent.root()
                    .watch(
                            "prune",
                            "removing what nobody needs",
                            work -> vivarium.images().prune(limit, work).stream()
                                    .map(LibraryNodes::held)
                                    .toList());
            screen.document(removed.stream().map(ImageDocument::of).toList());
            removed.forEach(i -> screen.say(
                    "removed " + ImageText.name(i) + "  " + i.digest().brief()));
            screen.say(
                    removed.isEmpty() ? "there is nothing that nobody needs" : ImageText.total(removed) + " are free");
            return ExitCode.OK;
        }
    }
}
