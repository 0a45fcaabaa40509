package dev.vivarium.testkit.remote;

import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A simulated hypervisor as a process. Arguments are {@code NAME=VALUE}: {@code port} (a free one by default), {@code
 * listening} (whether guests answer over SSH and HTTP; true), {@code task} (how long a change takes, ISO 8601; PT0S), {@code
 * at-once} (how many go on at once; 64), {@code faults} (at which share of its points something goes wrong; 0), {@code seed}.
 * Prints its address when it answers, and ends when its standard input does: with the process that began it.
 */
public final class HostMain {
    private HostMain() {}

    /** Begins to answer. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "true");
        }
        SimulatedServer server =
                new SimulatedServer(Clock.systemUTC(), Boolean.parseBoolean(given.getOrDefault("listening", "true")));
        server.tasks(
                Duration.parse(given.getOrDefault("task", "PT0S")),
                Integer.parseInt(given.getOrDefault("at-once", "64")));
        HostAdmin.nowAndThen(
                server,
                Double.parseDouble(given.getOrDefault("faults", "0")),
                Long.parseLong(given.getOrDefault("seed", "1")));
        int port = Integer.parseInt(given.getOrDefault("port", "0"));
        try (server;
                SimulatedHost host = new SimulatedHost(server, port)) {
            System.out.println("listening " + host.address());
            System.out.flush();
            while (System.in.read() >= 0) {
                // nobody says anything; the end of it is what counts
            }
        }
    }
}
