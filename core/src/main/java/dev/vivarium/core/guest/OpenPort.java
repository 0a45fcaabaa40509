package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** Whether a published port leads to somebody who listens. */
final class OpenPort {
    private static final int CONNECT_MILLIS = 5000;

    /** A forward accepts for a guest that does not, and hangs up at once: silence for so long means that somebody is there. */
    private static final int SILENCE_MILLIS = 500;

    private OpenPort() {}

    /** @param page what is asked for, so that whoever is there need not be recognised by silence */
    static boolean isOpen(Endpoint endpoint, Optional<HttpCall> page) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
            if (page.isPresent()) {
                socket.getOutputStream().write(HttpWire.request(page.get()));
            }
            return staysOpen(socket);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean staysOpen(Socket connected) throws IOException {
        connected.setSoTimeout(SILENCE_MILLIS);
        try {
            return connected.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }
}
