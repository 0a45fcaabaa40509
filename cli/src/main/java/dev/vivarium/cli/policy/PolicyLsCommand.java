package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.model.Policy;
import dev.vivarium.core.guest.Printable;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code policy ls}: all of them. */
@Command(
        name = "ls",
        description = "List the policies and when they run next.",
        footer = {"", "Example:", "  vivarium policy ls"})
final class PolicyLsCommand extends ServiceCommand {
    @Override
    public Integer call() {
        List<Policy> all = client().policies().list().all();
        screen().document(all);
        Table table = new Table("NAME", "WHEN", "NODES", "NEXT", "LAST");
        all.forEach(p -> table.row(
                Printable.line(p.spec().name()),
                PolicyView.schedule(p.spec().schedule()),
                PolicyView.nodes(p.spec().nodes()),
                p.nextRuns().stream().findFirst().map(this::ago).orElse("-"),
                p.lastRun().map(r -> word(r.outcome())).orElse("-")));
        if (all.isEmpty()) {
            screen().say("no policies; make one with: vivarium policy add NAME --node NODE --cron FIELDS");
        } else {
            screen().say(table);
        }
        return ExitCode.OK;
    }
}
