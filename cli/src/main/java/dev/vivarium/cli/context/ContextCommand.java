package dev.vivarium.cli.context;

import dev.vivarium.cli.command.GroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code context}. */
@Command(
        name = "context",
        description = {
            "Name services, and say which one commands use.",
            "A name stands for address, token and certificate; the file that holds them is readable by you alone."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  vivarium context add lab --server https://lab.example.org --token-file lab.token",
            "  vivarium context use lab"
        })
public final class ContextCommand extends GroupCommand {
    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new ContextCommand())
                .addSubcommand(new ContextAddCommand())
                .addSubcommand(new ContextUseCommand())
                .addSubcommand(new ContextLsCommand())
                .addSubcommand(new ContextRmCommand());
    }
}
