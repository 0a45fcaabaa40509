package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.PolicyRun;
import dev.vivarium.core.guest.Printable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy runs}: what it did. */
@Command(
        name = "runs",
        description = "List what a policy did, newest first.",
        footer = {"", "Example:", "  vivarium policy runs evenings"})
final class PolicyRunsCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        List<PolicyRun> all = client
                .policies()
                .runs(PolicyView.named(client, name).id())
                .stream()
                .limit(50)
                .toList();
        screen().document(all);
        Table table = new Table("DUE", "NODE", "OUTCOME", "");
        all.forEach(r -> table.row(
                r.dueAt().toString(),
                r.node().map(ServiceCommand::brief).orElse("-"),
                word(r.outcome()),
                Printable.line(r.reason().orElse(""))));
        screen().say(table);
        return ExitCode.OK;
    }
}
