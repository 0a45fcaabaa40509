package dev.vivarium.cli.session;

import dev.vivarium.cli.command.GroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code session}. */
@Command(
        name = "session",
        description = {
            "Open and end sessions: periods of use of a node, with what is done before and after.",
            "Before one, a snapshot is taken or the node is rolled back to one; if that fails, the session is blocked."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  vivarium session start muse --rollback-to clean",
            "  vivarium session end muse --after snapshot"
        })
public final class SessionCommand extends GroupCommand {
    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new SessionCommand())
                .addSubcommand(new SessionStartCommand())
                .addSubcommand(new SessionEndCommand())
                .addSubcommand(new SessionLsCommand())
                .addSubcommand(new SessionShowCommand());
    }
}
