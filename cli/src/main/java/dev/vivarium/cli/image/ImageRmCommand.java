package dev.vivarium.cli.image;

import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code image rm}: removes an image. */
@Command(
        name = "rm",
        description = "Remove a disk image and the name it has. One that a node stands on stays.",
        footer = {"", "Examples:", "  vivarium image rm ubuntu-22.04", "  vivarium image rm 9f86d081884c"})
final class ImageRmCommand implements Callable<Integer> {
    @ParentCommand
    private ImageCommand parent;

    @Parameters(index = "0", paramLabel = "NAME|DIGEST", description = "As 'image ls' shows it.")
    private String name = "";

    @Override
    public Integer call() {
        try (Nodes nodes = parent.root().nodes()) {
            HeldImage image = parent.root().watch(nodes.removeImage(name));
            parent.root().screen().document(ImageDocument.of(image));
            parent.root().screen().say(name + " is gone, " + ImageText.size(image.bytes()) + " are free");
            return ExitCode.OK;
        }
    }
}
