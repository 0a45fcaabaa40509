package dev.vivarium.service.http;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.InetSocketAddress;

/** Why nothing can be heard at an address. */
final class ListenFailure {
    private ListenFailure() {}

    static VivariumException of(InetSocketAddress address, RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new VivariumException(
                Kind.UNAVAILABLE,
                "listen.address",
                "cannot listen on " + address.getHostString() + ":" + address.getPort() + " (" + cause.getMessage()
                        + "); another port is given with --port",
                e);
    }
}
