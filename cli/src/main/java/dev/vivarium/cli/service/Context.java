package dev.vivarium.cli.service;

import dev.vivarium.client.ClientSettings;
import dev.vivarium.client.ServiceException;
import dev.vivarium.client.Trust;
import dev.vivarium.client.model.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A service that the user has named.
 *
 * @param server its address
 * @param token as it stands in the file; never shown
 * @param caFile certificates that are believed
 * @param fingerprint the certificate that is believed
 * @param plainHttp whether the token may go over plain HTTP
 */
public record Context(
        String server,
        Optional<String> token,
        Optional<String> caFile,
        Optional<String> fingerprint,
        boolean plainHttp) {

    /** How it is talked to; without its token. */
    public ClientSettings settings() {
        ClientSettings settings = ClientSettings.of(URI.create(server));
        if (plainHttp) {
            settings = settings.allowPlainHttp();
        }
        Optional<Trust> trust = fingerprint
                .<Trust>map(Trust.Pinned::new)
                .or(() -> caFile.map(file -> new Trust.Authorities(Path.of(file))));
        return trust.isPresent() ? settings.trust(trust.get()) : settings;
    }

    /** @throws VivariumException of kind INVALID if it cannot be used */
    public void check() {
        try {
            ClientSettings settings = settings();
            secret().ifPresent(settings::token);
        } catch (ServiceException e) {
            throw Answered.failure(e, "");
        } catch (IllegalArgumentException e) {
            throw new VivariumException(Kind.INVALID, "context", String.valueOf(e.getMessage()), e);
        }
    }

    /** Its token. */
    public Optional<Secret> secret() {
        return token.map(Secret::of);
    }

    @Override
    public String toString() {
        return server;
    }
}
