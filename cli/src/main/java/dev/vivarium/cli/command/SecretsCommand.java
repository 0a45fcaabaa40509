package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.model.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code secrets}: hands a node its secrets anew. */
@Command(
        name = "secrets",
        description = {
            "Read the values of a running node's secrets again, from where they are kept, and hand them over.",
            "Services start anew if a value has changed."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium secrets muse",
            "  vivarium secrets muse --secret API_KEY=file:new-key.txt"
        })
public final class SecretsCommand extends NodeCommand {
    @Mixin
    private SecretOptions secrets;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node of = node.in(nodes);
            Node now = root.watch(nodes.secrets(of.id(), new BindSecrets.Request(secrets.references())));
            screen.document(NodeDocument.of(now));
            screen.say(of.spec().name() + " has "
                    + (now.spec().secrets().isEmpty()
                            ? "no secrets"
                            : String.join(", ", now.spec().secrets().keySet()))
                    + " and is " + NodeView.state(screen, now.state()));
            return ExitCode.OK;
        }
    }
}
