package dev.vivarium.cli.service;

import dev.vivarium.client.ClientSettings;
import dev.vivarium.client.ServiceException;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which service, if any: {@code --server}, else {@code VIVARIUM_SERVER}, else the current context. */
public final class ServerOptions {
    private static final long LONGEST_TOKEN = 8192;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description =
                    "Work on the service there, not in this process; VIVARIUM_SERVER and 'context use' do the same.")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The service's token; else VIVARIUM_TOKEN, the context's, or a local service's admin.token.")
    private @Nullable Path tokenFile;

    /** The file of {@code --token-file}. */
    public Optional<Path> tokenFile() {
        return Optional.ofNullable(tokenFile);
    }

    /** The address of {@code --server}. */
    public Optional<String> server() {
        return Optional.ofNullable(server);
    }

    /**
     * The service to be used; empty for the library in this process.
     *
     * @param local whether the user named an installation of this machine, which goes before what is only a habit
     * @param contexts the file of contexts
     * @param home where a local service keeps its admin's token
     */
    public Optional<VivariumClient> client(
            boolean local, Map<String, String> environment, Path contexts, Supplier<Path> home) {
        Optional<Context> chosen = server().or(() ->
                        Optional.ofNullable(environment.get("VIVARIUM_SERVER")).filter(s -> !s.isEmpty() && !local))
                .map(url -> named(url, contexts));
        if (chosen.isEmpty() && !local) {
            chosen = Contexts.read(contexts).use();
        }
        return chosen.map(context -> {
            try {
                ClientSettings settings = context.settings();
                Optional<Secret> token = token(context, environment, home);
                return VivariumClient.of(token.isPresent() ? settings.token(token.get()) : settings);
            } catch (ServiceException e) {
                throw Answered.failure(e, "");
            } catch (IllegalArgumentException e) {
                throw new VivariumException(Kind.INVALID, "server.address", String.valueOf(e.getMessage()), e);
            }
        });
    }

    /** An address, or the name of a context; one with this address lends it its certificate and token. */
    private static Context named(String url, Path contexts) {
        Contexts all = Contexts.read(contexts);
        if (!url.contains("://")) {
            return all.named(url);
        }
        return all.contexts().values().stream()
                .filter(c -> c.server().equals(url))
                .findFirst()
                .orElseGet(() -> new Context(url, Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    private Optional<Secret> token(Context context, Map<String, String> environment, Supplier<Path> home) {
        return tokenFile()
                .map(ServerOptions::secretIn)
                .or(() -> Optional.ofNullable(environment.get("VIVARIUM_TOKEN"))
                        .filter(t -> !t.isEmpty())
                        .map(Secret::of))
                .or(context::secret)
                .or(() -> admins(context, home));
    }

    private static Optional<Secret> admins(Context context, Supplier<Path> home) {
        if (!ClientSettings.isLoopback(URI.create(context.server()))) {
            return Optional.empty();
        }
        return Optional.of(home.get().resolve("admin.token"))
                .filter(Files::isReadable)
                .map(ServerOptions::secretIn);
    }

    /** The token in a file. */
    public static Secret secretIn(Path file) {
        try {
            if (Files.size(file) > LONGEST_TOKEN) {
                throw new IOException("it is too long for a token");
            }
            return Secret.of(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new VivariumException(Kind.INVALID, "token.file", "no token can be read from " + file + ": " + e, e);
        }
    }
}
