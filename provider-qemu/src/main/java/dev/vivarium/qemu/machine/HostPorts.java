package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses the host ports on which guests' ports are published, all on 127.0.0.1. They come from a range below the one from
 * which the kernel serves outgoing connections, so that they are likely still free at a later start.
 *
 * @param host tells what is free
 * @param first the first port
 * @param last the last one
 * @param random where to begin looking
 */
record HostPorts(Host host, int first, int last, RandomGenerator random) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * A free port for each guest port.
     *
     * @param taken what other machines remember, running or not
     * @throws VivariumException CAPACITY if too few are free
     */
    List<PortForward> choose(List<Integer> guestPorts, Set<Integer> taken) {
        Set<Integer> used = new HashSet<>(taken);
        List<PortForward> chosen = new ArrayList<>();
        for (int guestPort : guestPorts.stream().distinct().toList()) {
            int port = free(used);
            used.add(port);
            chosen.add(new PortForward(guestPort, new Endpoint(LOOPBACK, port)));
        }
        return chosen;
    }

    /** Those that another program listens on. */
    List<Integer> blocked(List<PortForward> forwards) {
        return forwards.stream()
                .map(f -> f.endpoint().port())
                .filter(port -> !host.portFree(port))
                .toList();
    }

    private int free(Set<Integer> used) {
        int size = last - first + 1;
        int start = random.nextInt(size);
        for (int i = 0; i < size; i++) {
            int port = first + (start + i) % size;
            if (!used.contains(port) && host.portFree(port)) {
                return port;
            }
        }
        throw new VivariumException(
                Kind.CAPACITY,
                "qemu.ports",
                "no port from " + first + " to " + last + " is free; widen the setting 'ports' or delete nodes");
    }
}
