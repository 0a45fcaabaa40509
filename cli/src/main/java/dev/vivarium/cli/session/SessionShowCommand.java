package dev.vivarium.cli.session;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Node;
import dev.vivarium.client.model.Session;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code session show}: one, whole. */
@Command(
        name = "show",
        description = "Show a session: its state, what it started from, and why it is blocked.",
        footer = {"", "Example:", "  vivarium session show muse"})
final class SessionShowCommand extends ServiceCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The node's name, or its id.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SESSION", description = "Its id; the newest one by default.")
    private @Nullable UUID session;

    @Override
    public Integer call() {
        VivariumClient client = client();
        Node node = node(client, name);
        Session shown = session != null
                ? client.sessions().get(node.id(), session)
                : client.sessions().list(node.id(), Optional.empty()).stream(1)
                        .findFirst()
                        .orElseThrow(() -> new VivariumException(
                                Kind.NOT_FOUND,
                                "session.none",
                                "there was no session on " + node.name() + "; open one with: vivarium session start "
                                        + node.name()));
        screen().document(shown);
        SessionView.show(screen(), node.name(), shown);
        return ExitCode.OK;
    }
}
