package dev.vivarium.cli.operation;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Operation;
import dev.vivarium.core.guest.Printable;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code operation show}: one, whole. */
@Command(
        name = "show",
        description = "Show an operation with its steps, and why it failed.",
        footer = {"", "Example:", "  vivarium operation show 5a0d3f7e"})
final class OperationShowCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "Its id, or the beginning of that.")
    private String id = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        Operation o = client.operations().get(Chosen.operation(client, id).id());
        Screen screen = screen();
        screen.document(o);
        screen.say(o.kind() + o.nodeName().map(n -> " of " + n).orElse("") + " is " + word(o.state()) + ", accepted "
                + ago(o.acceptedAt()));
        Table table = new Table("STEP", "STATE", "TIME", "");
        o.steps()
                .forEach(s ->
                        table.row(s.name(), word(s.state()), took(s), s.text().orElse("")));
        screen.say(table);
        o.progress().ifPresent(p -> screen.say("now: " + Printable.line(p.text())));
        o.error().ifPresent(e -> {
            screen.say("");
            screen.say(Printable.line(e.message()) + "  [" + e.code() + "]");
            e.logTail().forEach(line -> screen.say("    │ " + Printable.line(line)));
        });
        return ExitCode.OK;
    }

    private static String took(Operation.Step step) {
        return step.startedAt()
                .flatMap(from -> step.endedAt().map(to -> Elapsed.text(Duration.between(from, to))))
                .orElse("-");
    }
}
