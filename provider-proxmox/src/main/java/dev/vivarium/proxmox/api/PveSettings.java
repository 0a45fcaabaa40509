package dev.vivarium.proxmox.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * How a cluster is reached.
 *
 * @param endpoints nodes of one cluster, at least one; when one does not answer the next is asked, for what is safe to ask
 *     again. {@code https://HOST[:PORT]}, 8006 where the port is left out
 * @param login who asks
 * @param trust which certificates are believed
 * @param timeouts how long the wire may stand still
 */
public record PveSettings(List<URI> endpoints, PveLogin login, PveTrust trust, PveTimeouts timeouts) {
    private static final int PORT = 8006;

    /** @throws VivariumException of kind INVALID if an endpoint is no address of a server, or there is none */
    public PveSettings {
        if (endpoints.isEmpty()) {
            throw wrong("there is no address of a Proxmox VE server; give one as https://HOST:8006");
        }
        endpoints = endpoints.stream().map(PveSettings::checked).distinct().toList();
    }

    /** With the default time-outs, and the certificates that this machine's Java believes. */
    public static PveSettings of(PveLogin login, URI... endpoints) {
        return new PveSettings(List.of(endpoints), login, new PveTrust.SystemRoots(), PveTimeouts.DEFAULT);
    }

    /** The same with another trust. */
    public PveSettings trusting(PveTrust other) {
        return new PveSettings(endpoints, login, other, timeouts);
    }

    /** The same with other time-outs. */
    public PveSettings within(PveTimeouts other) {
        return new PveSettings(endpoints, login, trust, other);
    }

    private static URI checked(URI given) {
        String path = given.getRawPath() == null ? "" : given.getRawPath();
        if (!"https".equalsIgnoreCase(given.getScheme())
                || given.getHost() == null
                || given.getRawUserInfo() != null
                || given.getRawQuery() != null
                || given.getRawFragment() != null
                || !(path.isEmpty() || path.equals("/"))) {
            throw wrong("a Proxmox VE server's address is https://HOST:PORT and nothing more");
        }
        try {
            return new URI(
                    "https", null, given.getHost(), given.getPort() < 0 ? PORT : given.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw wrong("a Proxmox VE server's address is https://HOST:PORT and nothing more");
        }
    }

    static VivariumException wrong(String what) {
        return new VivariumException(Kind.INVALID, "proxmox.setting", what);
    }
}
