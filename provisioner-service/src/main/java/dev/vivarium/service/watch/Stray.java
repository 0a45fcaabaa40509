package dev.vivarium.service.watch;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import java.time.Instant;
import java.util.List;

/**
 * A machine with our mark that no node accounts for, as the watch last saw it.
 *
 * @param node the id in its mark
 * @param ref the hypervisor's own name for it
 * @param power as last seen
 * @param addresses as last seen
 * @param firstSeenAt when it was found
 */
public record Stray(NodeId node, String ref, Power power, List<String> addresses, Instant firstSeenAt) {
    public Stray {
        addresses = List.copyOf(addresses);
    }

    static Stray of(Machine machine, Instant at) {
        return new Stray(machine.node(), machine.ref(), machine.power(), machine.addresses(), at);
    }
}
