package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy rm}: removes one. */
@Command(
        name = "rm",
        description = "Remove a policy; sessions that it opened go on, snapshots stay.",
        footer = {"", "Example:", "  vivarium policy rm evenings"})
final class PolicyRmCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        Policy gone = PolicyView.named(client, name);
        client.policies().delete(gone.id());
        screen().document(gone);
        screen().say(gone.spec().name() + " is gone");
        return ExitCode.OK;
    }
}
