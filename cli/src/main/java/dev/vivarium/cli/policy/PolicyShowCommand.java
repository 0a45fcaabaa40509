package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy show}: one, whole. */
@Command(
        name = "show",
        description = "Show a policy, its next runs and its last one.",
        footer = {"", "Example:", "  vivarium policy show evenings"})
final class PolicyShowCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        Policy shown = client.policies().get(PolicyView.named(client, name).id());
        screen().document(shown);
        PolicyView.show(screen(), shown);
        return ExitCode.OK;
    }
}
