package dev.vivarium.cli.image;

import dev.vivarium.cli.command.VivariumCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code image}: the disk images that nodes start from. */
@Command(
        name = "image",
        description = {
            "Get, list and remove the disk images that nodes start from.",
            "A node gets its image by itself; this is for sites without a network, and for tidying."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  vivarium image pull ubuntu-22.04@20240821",
            "  vivarium image import jammy.img --as ubuntu-22.04",
            "  vivarium image ls"
        })
public final class ImageCommand {
    @ParentCommand
    private VivariumCommand root;

    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new ImageCommand())
                .addSubcommand(new ImageLsCommand())
                .addSubcommand(new ImagePullCommand())
                .addSubcommand(new ImageImportCommand())
                .addSubcommand(new ImageRmCommand())
                .addSubcommand(new ImagePruneCommand());
    }

    VivariumCommand root() {
        return root;
    }
}
