package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.GroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code policy}. */
@Command(
        name = "policy",
        description = {"Schedules of sessions and snapshots, and which snapshots stay."},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  vivarium policy add evenings --label team=atelier --cron '0 19 * * 1-5' --zone Europe/Berlin --lead 5m --keep-daily 7",
            "  vivarium policy preview evenings"
        })
public final class PolicyCommand extends GroupCommand {
    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyAddCommand())
                .addSubcommand(new PolicyLsCommand())
                .addSubcommand(new PolicyShowCommand())
                .addSubcommand(new PolicyPreviewCommand())
                .addSubcommand(new PolicyRunsCommand())
                .addSubcommand(new PolicyRmCommand());
    }
}
