package dev.vivarium.testkit.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fake guests of one server: those that run, and what is wrong with those to come. Safe for threads. */
public final class Guests implements AutoCloseable {
    private final GuestCommands commands = new GuestCommands();
    private final Map<String, FakeGuest> running = new ConcurrentHashMap<>();

    /** The commands that the guests know. */
    public GuestCommands commands() {
        return commands;
    }

    /** Boots a guest: cloud-init, the node's own service, and whatever listens. Nothing happens if it is up. */
    public void boot(String machine, GuestState state, List<Medium> drives, Map<Integer, Integer> ports) {
        boot(machine, state, drives, InetAddress.getLoopbackAddress(), ports);
    }

    /** The same for a guest with an address of its own, one of this computer's loopback. */
    public void boot(
            String machine, GuestState state, List<Medium> drives, InetAddress address, Map<Integer, Integer> ports) {
        running.computeIfAbsent(machine, m -> {
            new CloudInit(state).boot(drives);
            new NodeReport(state).boot(drives);
            return listen(state, address, ports);
        });
    }

    /** A guest resumes with the memory of a snapshot: connections of before are lost, nothing boots. */
    public void resume(String machine, GuestState state, Map<Integer, Integer> ports) {
        resume(machine, state, InetAddress.getLoopbackAddress(), ports);
    }

    /** The same for a guest with an address of its own. */
    public void resume(String machine, GuestState state, InetAddress address, Map<Integer, Integer> ports) {
        stop(machine);
        running.put(machine, listen(state, address, ports));
    }

    /** Power is cut. */
    public void stop(String machine) {
        FakeGuest guest = running.remove(machine);
        if (guest != null) {
            guest.close();
        }
    }

    private FakeGuest listen(GuestState state, InetAddress address, Map<Integer, Integer> ports) {
        try {
            return FakeGuest.listen(state, address, ports, commands);
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.CAPACITY, "simulated.port-taken", "a published port is taken by another program", e);
        }
    }

    /** Stops all of them. */
    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
