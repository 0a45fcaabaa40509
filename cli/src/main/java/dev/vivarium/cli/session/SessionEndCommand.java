package dev.vivarium.cli.session;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.After;
import dev.vivarium.client.model.Node;
import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SessionEnd;
import dev.vivarium.client.model.SessionState;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code session end}: ends one. */
@Command(
        name = "end",
        description = {"End the session that is open on a node, and do what comes after it."},
        footer = {"", "Examples:", "  vivarium session end muse", "  vivarium session end muse --after rollback"})
final class SessionEndCommand extends ServiceCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The node's name, or its id.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SESSION",
            description = "Its id; the one that is open by default.")
    private @Nullable UUID session;

    @Option(
            names = "--after",
            paramLabel = "WHAT",
            description = "keep, snapshot or rollback, in place of what was said when it was opened.")
    private @Nullable After after;

    @Override
    public Integer call() {
        VivariumClient client = client();
        Node node = node(client, name);
        UUID which = Optional.ofNullable(session)
                .or(node::session)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "session.none",
                        "no session is open on " + node.name() + "; 'vivarium session ls' lists them"));
        Session ending = client.sessions().end(node.id(), which, new SessionEnd(Optional.ofNullable(after)));
        Session now = group().root().watch(new SessionTask(client, ending, SessionState.ENDING));
        screen().document(now);
        SessionView.show(screen(), node.name(), now);
        return ExitCode.OK;
    }
}
