package dev.vivarium.service.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that a process can be begun on again and again: outgoing connections do not take them meanwhile. */
public final class Ports {
    private static final int FIRST = 11000;
    private static final int COUNT = 4000;

    private Ports() {}

    /** One on which nobody listens now. */
    public static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
