package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy preview}: what it will do. */
@Command(
        name = "preview",
        description = {"Say what a policy will do: its next runs, and which snapshots retention would delete now."},
        footer = {"", "Example:", "  vivarium policy preview evenings"})
final class PolicyPreviewCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        PolicyView.preview(
                screen(),
                client.policies().preview(PolicyView.named(client, name).spec()));
        return ExitCode.OK;
    }
}
