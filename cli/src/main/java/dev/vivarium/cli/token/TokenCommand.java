package dev.vivarium.cli.token;

import dev.vivarium.cli.command.GroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code token}. */
@Command(
        name = "token",
        description = {
            "Make, list and revoke the tokens of a service.",
            "A token is a role (viewer, operator or admin), maybe for some nodes only, maybe for some time only."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  vivarium token add ci --role operator --label team=atelier --expires 30d",
            "  vivarium token rm ci"
        })
public final class TokenCommand extends GroupCommand {
    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new TokenCommand())
                .addSubcommand(new TokenAddCommand())
                .addSubcommand(new TokenLsCommand())
                .addSubcommand(new TokenRmCommand());
    }
}
