package dev.vivarium.cli.session;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Node;
import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SessionRequest;
import dev.vivarium.client.model.SessionState;
import dev.vivarium.core.model.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code session start}: opens one. */
@Command(
        name = "start",
        description = {
            "Open a session on a node, after a snapshot or a rollback; waits until it is OPEN.",
            "Exit code 4 if it is blocked."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium session start muse",
            "  vivarium session start muse --rollback-to clean --ends-after 2h --after rollback"
        })
final class SessionStartCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "The node's name, or its id.")
    private String name = "";

    @Mixin
    private BeforeOptions options;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of the session; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Override
    public Integer call() {
        VivariumClient client = client();
        Node node = node(client, name);
        SessionRequest request = new SessionRequest(
                Optional.of(UUID.randomUUID()),
                options.before(),
                options.onFailure(),
                options.endsAfter(),
                options.after(),
                labels);
        Session begun = client.sessions().open(node.id(), request);
        Session now = group().root().watch(new SessionTask(client, begun, SessionState.PREPARING));
        screen().document(now);
        SessionView.show(screen(), node.name(), now);
        return now.state() == SessionState.BLOCKED ? ExitCode.of(Kind.CONFLICT) : ExitCode.OK;
    }
}
