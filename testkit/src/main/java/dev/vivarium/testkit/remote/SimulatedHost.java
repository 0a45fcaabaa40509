package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Lets other processes use a {@link SimulatedServer}, over a loopback port. A connection serves one call at a time. */
public final class SimulatedHost implements AutoCloseable {
    private static final int BACKLOG = 1000;

    private final HostAdmin admin;
    private final BiFunction<String, InstallationId, Hypervisor> connections;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Begins to answer.
     *
     * @param port 0 for one that is free
     * @throws IOException if the port is taken
     */
    public SimulatedHost(SimulatedServer server, int port) throws IOException {
        this(server, port, server::connect);
    }

    /**
     * Begins to answer.
     *
     * @param connections the connection to the server by a hypervisor's name and whose it is
     */
    SimulatedHost(SimulatedServer server, int port, BiFunction<String, InstallationId, Hypervisor> connections)
            throws IOException {
        this.admin = new HostAdmin(server);
        this.connections = connections;
        socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        daemon(this::accept, "simulated host");
    }

    /** Where it answers, as the setting {@code address} of a hypervisor. */
    public String address() {
        return socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                open.add(caller);
                daemon(() -> serve(caller), "simulated host: a caller");
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                Wire wire = new Wire(caller)) {
            while (true) {
                JsonNode call = wire.receive();
                wire.send(answer(call, wire));
            }
        } catch (IOException | Crash e) {
            // whoever called is gone
        } finally {
            open.remove(caller);
        }
    }

    private JsonNode answer(JsonNode call, Wire wire) {
        try {
            Object value = call.path("call").asText().startsWith("admin.")
                    ? admin.answer(call)
                    : new HostCalls(connect(call), call, new RelayedWork(wire)).answer();
            return Wire.message("done", value);
        } catch (VivariumException e) {
            return Wire.message("failed", Failure.of(e));
        } catch (RuntimeException e) {
            return Wire.message(
                    "failed", new Failure(Kind.INTERNAL, "simulated.mistake", "the simulated host failed: " + e, ""));
        } catch (Crash e) {
            return Wire.message("died", String.valueOf(e.getMessage()));
        }
    }

    private Hypervisor connect(JsonNode call) {
        return connections.apply(
                call.path("hypervisor").asText(), Json.read(call.path("installation"), InstallationId.class));
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers nobody any more; the server and its machines stay. */
    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket caller : open) {
            caller.close();
        }
    }
}
