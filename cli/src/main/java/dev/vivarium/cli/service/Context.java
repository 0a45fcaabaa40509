package dev.vivarium.cli.service;

import dev.vivarium.client.ClientSettings;
import dev.vivarium.client.Trust;
import dev.vivarium.client.model.Secret;
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

    /** Its token. */
    public Optional<Secret> secret() {
        return token.map(Secret::of);
    }

    @Override
    public String toString() {
        return server;
    }
}
