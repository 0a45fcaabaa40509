package dev.vivarium.cli.image;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.LibraryNodes;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.ImageReference;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code image import}: takes an image from a file. */
@Command(
        name = "import",
        description = {
            "Copy a disk image from a file, for sites without a network.",
            "It must be a whole disk, qcow2 or raw, that leads to no other file. One with a name stays until it is",
            "removed; the name is used instead of the catalogue's."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium image import jammy-server-cloudimg-amd64.img --as ubuntu-22.04",
            "  vivarium image import disk.qcow2 --as ours --sha256 9f86d081884c7d65…"
        })
final class ImageImportCommand implements Callable<Integer> {
    @ParentCommand
    private ImageCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The image.")
    private Path file = Path.of("");

    @Option(names = "--as", paramLabel = "NAME", description = "What it is called from now on, such as ubuntu-22.04.")
    private @Nullable String name;

    @Option(names = "--sha256", paramLabel = "HEX", description = "Take it only if it has this digest.")
    private @Nullable String digest;

    @Override
    public Integer call() {
        Optional<ImageReference.Named> called = OptionText.parsed(spec, "--as", name, ImageReference.Named::new);
        Optional<Digest> wanted = OptionText.parsed(spec, "--sha256", digest, Digest::parse);
        try (Nodes nodes = parent.root().nodes()) {
            Vivarium vivarium = nodes.here(
                    "image import", "copy the file to the service's host, then: vivarium image pull file:/PATH");
            Path absolute = file.toAbsolutePath().normalize();
            HeldImage image = parent.root()
                    .watch(
                            "import",
                            "copying " + file.getFileName(),
                            work -> LibraryNodes.held(vivarium.images().take(absolute, called, wanted, work)));
            parent.root().screen().document(ImageDocument.of(image));
            parent.root().screen().say(ImageText.name(image) + " is here: " + image.digest());
            return ExitCode.OK;
        }
    }
}
