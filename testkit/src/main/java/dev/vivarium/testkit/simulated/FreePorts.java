package dev.vivarium.testkit.simulated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands out ports for machines that may start much later: each process that simulates takes its own from a range, a piece at a
 * time, and shows that a piece is its own by listening on the first port of it. The range lies below those that outgoing
 * connections and QEMU's machines take theirs from.
 */
final class FreePorts {
    /** One for all simulated servers of this process. */
    static final FreePorts OF_PROCESS = new FreePorts(15000, 5000);

    private static final int PIECE = 128;

    private final int first;
    private final int count;
    private final List<ServerSocket> guards = new ArrayList<>();
    private int given;

    FreePorts(int first, int count) {
        this.first = first;
        this.count = count;
    }

    /** A port that no other process of this kind hands out, and on which nobody listens now. */
    synchronized int next() {
        for (int tries = 0; tries < count; tries++) {
            if (given >= guards.size() * (PIECE - 1) && !takePiece()) {
                given = 0; // all pieces are somebody's: ports of machines that are long gone come again
            }
            int port = guards.get(given / (PIECE - 1)).getLocalPort() + 1 + given % (PIECE - 1);
            given++;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free from " + first + " on");
    }

    private boolean takePiece() {
        for (int port = first; port + PIECE <= first + count; port += PIECE) {
            try {
                guards.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                return true;
            } catch (IOException e) {
                continue; // another one's
            }
        }
        if (guards.isEmpty()) {
            throw new IllegalStateException(
                    "too many programs simulate hypervisors: no ports are left from " + first + " on");
        }
        return false;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
