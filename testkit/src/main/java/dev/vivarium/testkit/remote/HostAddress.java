package dev.vivarium.testkit.remote;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Where a {@link SimulatedHost} answers. */
record HostAddress(String host, int port) {
    private static final int CONNECT_MILLIS = 5000;

    /** @throws VivariumException INVALID if it is none */
    static HostAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new HostAddress(text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new VivariumException(
                    Kind.INVALID, "simulated.address", "'" + text + "' is no address; write 127.0.0.1:PORT", e);
        }
    }

    Wire open() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return new Wire(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
