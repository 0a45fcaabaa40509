package dev.vivarium.cli.operation;

import dev.vivarium.cli.command.GroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code operation}. */
@Command(
        name = "operation",
        description = {
            "See, follow and cancel what a service does.",
            "An operation goes on when nobody follows it, and when the service is started again."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  vivarium operation ls --node muse", "  vivarium operation follow 5a0d3f7e"})
public final class OperationCommand extends GroupCommand {
    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new OperationCommand())
                .addSubcommand(new OperationLsCommand())
                .addSubcommand(new OperationShowCommand())
                .addSubcommand(new OperationFollowCommand())
                .addSubcommand(new OperationCancelCommand());
    }
}
