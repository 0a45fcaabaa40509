package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which service, and how it is talked to. Begin with {@link #of}.
 *
 * @param address such as {@code http://127.0.0.1:8420} or {@code https://lab.example.org/vivarium}
 * @param token none for what needs none
 * @param trust which certificates are believed
 * @param plainHttp whether the token may go over plain HTTP beyond this machine
 * @param connectTimeout how long a connection may take
 * @param inactivity how long nothing may come of an answer; of a stream of events three times its heartbeat suffices
 * @param retries how often a request that may be repeated is
 * @param patience how long in all is waited between tries before it is given up
 * @param partBytes how much of an upload goes in one request
 */
public record ClientSettings(
        URI address,
        Optional<Secret> token,
        Trust trust,
        boolean plainHttp,
        Duration connectTimeout,
        Duration inactivity,
        int retries,
        Duration patience,
        int partBytes) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    /** @throws ServiceException of kind INVALID if that is no address of a service, or the token would be seen on its way */
    public ClientSettings {
        check(address.getHost() != null && isHttp(address), "an address is http://HOST:PORT or https://HOST:PORT");
        check(
                address.getRawUserInfo() == null && address.getRawQuery() == null && address.getRawFragment() == null,
                "an address has no user, query or fragment");
        check(partBytes > 0 && retries >= 0, "parts and retries are positive numbers");
        if (token.isPresent() && !plainHttp && !address.getScheme().equalsIgnoreCase("https") && !isLoopback(address)) {
            throw ServiceException.ours(
                    ErrorKind.DENIED,
                    "plain-http",
                    "the token would go to " + address.getHost()
                            + " unencrypted; use https, or say that plain HTTP is meant",
                    null);
        }
    }

    /** The service at this address, with all else as it should be. */
    public static ClientSettings of(URI address) {
        return new ClientSettings(
                address,
                Optional.empty(),
                new Trust.SystemRoots(),
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                5,
                Duration.ofMinutes(2),
                8 << 20);
    }

    /** With this token. */
    public ClientSettings token(Secret bearer) {
        return new ClientSettings(
                address,
                Optional.of(bearer),
                trust,
                plainHttp,
                connectTimeout,
                inactivity,
                retries,
                patience,
                partBytes);
    }

    /** Believing these certificates. */
    public ClientSettings trust(Trust certificates) {
        return new ClientSettings(
                address, token, certificates, plainHttp, connectTimeout, inactivity, retries, patience, partBytes);
    }

    /** Plain HTTP is meant, in a network that nobody else hears. Must be said before the token is. */
    public ClientSettings allowPlainHttp() {
        return new ClientSettings(
                address, token, trust, true, connectTimeout, inactivity, retries, patience, partBytes);
    }

    /** With these limits of time. */
    public ClientSettings limits(Duration connect, Duration quiet, int tries, Duration inAll) {
        return new ClientSettings(address, token, trust, plainHttp, connect, quiet, tries, inAll, partBytes);
    }

    /** With parts of this size. */
    public ClientSettings partBytes(int bytes) {
        return new ClientSettings(
                address, token, trust, plainHttp, connectTimeout, inactivity, retries, patience, bytes);
    }

    /** True if it is this machine that is talked to. */
    public static boolean isLoopback(URI address) {
        String host = address.getHost();
        return host != null && LOOPBACK.matcher(host).matches();
    }

    private static boolean isHttp(URI address) {
        String scheme = address.getScheme();
        return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw ServiceException.ours(ErrorKind.INVALID, "address", message, null);
        }
    }
}
