package dev.vivarium.cli.image;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.core.model.ImageReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code image pull}: fetches an image. */
@Command(
        name = "pull",
        description = {
            "Fetch a disk image before a node needs it. What broke off goes on where it was.",
            "It is taken only with the digest that its maker's list gives (Ubuntu's is signed, Debian's comes over HTTPS),",
            "or that you give."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium image pull ubuntu-22.04",
            "  vivarium image pull ubuntu-22.04@20240821",
            "  vivarium image pull 'https://example.org/disk.qcow2#sha256:…'"
        })
final class ImagePullCommand implements Callable<Integer> {
    @ParentCommand
    private ImageCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "ubuntu-22.04, ubuntu-24.04 or debian-12, with @RELEASE for a dated one; or an address with"
                    + " #sha256:HEX.")
    private String name = "";

    @Override
    public Integer call() {
        ImageReference reference =
                OptionText.parsed(spec, "NAME", name, ImageReference::parse).orElseThrow();
        try (Nodes nodes = parent.root().nodes()) {
            HeldImage image = parent.root().watch(nodes.pull(reference));
            parent.root().screen().document(ImageDocument.of(image));
            parent.root().screen().say(name + " is here: " + image.digest() + ", " + ImageText.size(image.bytes()));
            return ExitCode.OK;
        }
    }
}
