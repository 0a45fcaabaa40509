package dev.vivarium.cli.operation;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.Operations;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.OperationState;
import dev.vivarium.core.guest.Printable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code operation ls}: what a service did and does. */
@Command(
        name = "ls",
        description = "List the operations, newest first.",
        footer = {"", "Example:", "  vivarium operation ls --node muse --state running"})
final class OperationLsCommand extends ServiceCommand {
    @Option(names = "--node", paramLabel = "NAME", description = "Only those on this node.")
    private @Nullable String node;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "waiting, running, undoing, done, failed, cancelled or needs-operator.")
    private @Nullable OperationState state;

    @Option(names = "-n", paramLabel = "COUNT", description = "How many; 20 by default.")
    private int count = 20;

    @Override
    public Integer call() {
        VivariumClient client = client();
        Operations.Filter filter = new Operations.Filter(
                Optional.ofNullable(node).map(n -> node(client, n).id()), Optional.ofNullable(state), Optional.empty());
        List<Operation> all = client.operations()
                .list(filter)
                .page(Math.max(1, Math.min(count, 1000)), Optional.empty())
                .items();
        screen().document(all);
        Table table = new Table("ID", "KIND", "NODE", "STATE", "WHEN", "");
        all.forEach(o -> table.row(
                brief(o.id()),
                o.kind(),
                o.nodeName().orElse("-"),
                word(o.state()),
                ago(o.acceptedAt()),
                Printable.line(o.error()
                        .map(e -> e.message())
                        .or(() -> o.progress().map(p -> p.text()))
                        .orElse(""))));
        if (all.isEmpty()) {
            screen().say("no operations");
        } else {
            screen().say(table);
        }
        return ExitCode.OK;
    }
}
