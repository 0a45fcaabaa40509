package dev.vivarium.cli.token;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Token;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code token rm}: revokes one. */
@Command(
        name = "rm",
        description = "Revoke a token, at once.",
        footer = {"", "Example:", "  vivarium token rm ci"})
final class TokenRmCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    @Override
    public Integer call() {
        VivariumClient client = client();
        List<Token> found = client.tokens().list().all().stream()
                .filter(t -> t.revokedAt().isEmpty())
                .filter(t -> t.name().equals(name)
                        || t.id().toString().equals(name)
                        || brief(t.id()).equals(name))
                .toList();
        if (found.size() != 1) {
            throw new VivariumException(
                    found.isEmpty() ? Kind.NOT_FOUND : Kind.INVALID,
                    "token.unknown",
                    found.isEmpty()
                            ? "there is no token '" + name + "'; 'vivarium token ls' lists them"
                            : "there are several tokens '" + name + "'; say the id that 'vivarium token ls' shows");
        }
        client.tokens().revoke(found.get(0).id());
        screen().document(found.get(0));
        screen().say(found.get(0).name() + " is revoked");
        return ExitCode.OK;
    }
}
