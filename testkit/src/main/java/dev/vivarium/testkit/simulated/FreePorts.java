package dev.vivarium.testkit.simulated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out ports below the range that outgoing connections take theirs from, so that one stays free until it is used. */
final class FreePorts {
    private static final int FIRST = 15000;
    private static final int COUNT = 15000;

    private final AtomicInteger last =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    /** A port on which nobody listens now. */
    int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(last.incrementAndGet(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
