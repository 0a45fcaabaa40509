package dev.vivarium.cli.token;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.client.model.NewToken;
import dev.vivarium.client.model.Role;
import dev.vivarium.client.model.Token;
import dev.vivarium.client.model.TokenRequest;
import dev.vivarium.core.config.DurationText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code token add}: makes one. */
@Command(
        name = "add",
        description = {"Make a token. Its secret is printed once, on standard output alone, and kept nowhere."},
        footer = {"", "Example:", "  vivarium token add ci --role operator > ci.token"})
final class TokenAddCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "What it is for.")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "viewer looks, operator changes, admin does everything.")
    private Role role;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Only nodes with this label; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "It ends after so long, such as 30d; never by default.")
    private @Nullable String expires;

    /** The document. */
    record Made(
            UUID id, String name, Role role, Map<String, String> labels, Optional<Instant> expiresAt, String secret) {
        Made {
            labels = Map.copyOf(labels);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public Integer call() {
        Optional<Instant> until = OptionText.parsed(spec(), "--expires", expires, DurationText::parse)
                .map(group().root().host().clock().instant()::plus);
        NewToken made = client().tokens().create(new TokenRequest(name, role, labels, until));
        Token t = made.token();
        screen().document(new Made(
                t.id(),
                t.name(),
                t.role(),
                t.labels(),
                t.expiresAt(),
                made.secret().reveal()));
        screen().say(made.secret().reveal());
        screen().note("this is the only time that it is shown; use it by VIVARIUM_TOKEN or --token-file");
        return ExitCode.OK;
    }
}
