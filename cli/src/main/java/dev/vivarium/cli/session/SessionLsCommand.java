package dev.vivarium.cli.session;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SessionState;
import dev.vivarium.core.guest.Printable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code session ls}: all of a node. */
@Command(
        name = "ls",
        description = "List the sessions of a node, newest first.",
        footer = {"", "Example:", "  vivarium session ls muse --state open"})
final class SessionLsCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "The node's name, or its id.")
    private String name = "";

    @Option(names = "--state", paramLabel = "STATE", description = "preparing, open, ending, ended or blocked.")
    private @Nullable SessionState state;

    @Override
    public Integer call() {
        VivariumClient client = client();
        List<Session> all = client.sessions()
                .list(node(client, name).id(), Optional.ofNullable(state))
                .all();
        screen().document(all);
        Table table = new Table("ID", "STATE", "WHEN", "BEFORE", "AFTER", "");
        all.forEach(s -> table.row(
                s.id().toString(),
                word(s.state()),
                ago(s.requestedAt()),
                SessionView.before(s.before()),
                word(s.after()),
                Printable.line(s.reason().orElse(""))));
        if (all.isEmpty()) {
            screen().say("no sessions; open one with: vivarium session start " + name);
        } else {
            screen().say(table);
        }
        return ExitCode.OK;
    }
}
