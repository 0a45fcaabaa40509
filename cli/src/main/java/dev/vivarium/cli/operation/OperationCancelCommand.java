package dev.vivarium.cli.operation;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code operation cancel}: asks one to stop. */
@Command(
        name = "cancel",
        description = "Ask an operation to stop and to undo what can be undone.",
        footer = {"", "Example:", "  vivarium operation cancel 5a0d3f7e"})
final class OperationCancelCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "Its id, or the beginning of that.")
    private String id = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        Operation asked =
                client.operations().cancel(Chosen.operation(client, id).id());
        screen().document(asked);
        screen().say("asked it to stop; see 'vivarium operation follow " + brief(asked.id()) + "'");
        return ExitCode.OK;
    }
}
