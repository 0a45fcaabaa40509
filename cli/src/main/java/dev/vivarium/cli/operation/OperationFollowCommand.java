package dev.vivarium.cli.operation;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.service.ServiceTask;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code operation follow}: until it ends. */
@Command(
        name = "follow",
        description = {
            "Follow an operation until it ends; its exit code is that of the command that began it.",
            "Ctrl-C leaves it running."
        },
        footer = {"", "Example:", "  vivarium operation follow 5a0d3f7e"})
final class OperationFollowCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "Its id, or the beginning of that.")
    private String id = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        Operation chosen = Chosen.operation(client, id);
        Operation ended = group().root().watch(new ServiceTask<>(client, chosen, o -> o));
        screen().document(ended);
        screen().say(ended.kind() + ended.nodeName().map(n -> " of " + n).orElse("") + " is " + word(ended.state()));
        return ExitCode.OK;
    }
}
