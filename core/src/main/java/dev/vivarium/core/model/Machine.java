package dev.vivarium.core.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hypervisor's own object behind a node, as last seen. A plain value: it can be written to a journal.
 *
 * @param node whose machine it is, by the ownership mark
 * @param ref the hypervisor's own name for it (a VM id, a UUID, a directory)
 * @param power as last seen
 * @param addresses the guest's addresses that can be reached from here; may be empty with address translation
 * @param forwards the published ports; remembered for the machine's life
 * @param details what people like to see (accelerator, process id, directory …); nothing depends on it
 */
public record Machine(
        NodeId node,
        String ref,
        Power power,
        List<String> addresses,
        List<PortForward> forwards,
        Map<String, String> details) {

    /** The name of the detail that says why a machine that is paused is so, and what to do. */
    public static final String PROBLEM = "problem";

    public Machine {
        addresses = List.copyOf(addresses);
        forwards = List.copyOf(forwards);
        details = Map.copyOf(details);
    }

    /** Where a guest port is reached: by its forward, else at the first address. */
    public Optional<Endpoint> reach(int guestPort) {
        return forwards.stream()
                .filter(f -> f.guestPort() == guestPort)
                .map(PortForward::endpoint)
                .findFirst()
                .or(() ->
                        addresses.stream().map(a -> new Endpoint(a, guestPort)).findFirst());
    }

    /** The same machine with another power state. */
    public Machine with(Power newPower) {
        return new Machine(node, ref, newPower, addresses, forwards, details);
    }
}
