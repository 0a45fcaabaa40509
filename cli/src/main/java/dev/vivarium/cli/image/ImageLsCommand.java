package dev.vivarium.cli.image;

import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code image ls}: all images. */
@Command(
        name = "ls",
        description = "List the disk images in the cache, and which nodes stand on them.",
        footer = {"", "Examples:", "  vivarium image ls", "  vivarium image ls --json | jq '.[].digest'"})
final class ImageLsCommand implements Callable<Integer> {
    @ParentCommand
    private ImageCommand parent;

    @Override
    public Integer call() {
        Screen screen = parent.root().screen();
        try (Nodes nodes = parent.root().nodes()) {
            List<HeldImage> images = nodes.images();
            screen.document(images.stream().map(ImageDocument::of).toList());
            if (images.isEmpty()) {
                screen.say("no images; get one with: vivarium image pull NAME");
                return ExitCode.OK;
            }
            Instant now = parent.root().host().clock().instant();
            Table table = new Table("NAME", "DIGEST", "SIZE", "LAST USE", "USED BY");
            images.forEach(i -> table.row(
                    ImageText.name(i),
                    i.digest().brief(),
                    ImageText.size(i.bytes()),
                    i.lastUse()
                            .map(use -> Elapsed.text(Duration.between(use, now)) + " ago")
                            .orElse("-"),
                    ImageText.users(i)));
            screen.say(table);
            return ExitCode.OK;
        }
    }
}
