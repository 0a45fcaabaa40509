package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Hypervisor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Machines with this installation's mark that no node accounts for: what a lost journal, or one put back from an old backup,
 * leaves behind. Machines of others are never among them, as a provider does not list those.
 */
final class Strays {
    private final Journal journal;

    Strays(Journal journal) {
        this.journal = journal;
    }

    /** Those that the hypervisor has now. */
    List<Machine> of(Hypervisor hypervisor) {
        return among(hypervisor.machines(), hypervisor, Set.of());
    }

    /**
     * Those of these machines that are strays. A server may show a machine for a while that a node's removal took away, so one
     * that is not known for a stray yet must be there when it is asked for again.
     */
    List<Machine> among(List<Machine> machines, Hypervisor hypervisor, Set<NodeId> known) {
        List<Machine> unaccounted =
                machines.stream().filter(m -> isUnaccounted(m.node())).toList();
        if (unaccounted.isEmpty()) {
            return List.of();
        }
        Set<NodeId> busy = busy();
        return unaccounted.stream()
                .filter(m -> !busy.contains(m.node()))
                .flatMap(m -> known.contains(m.node()) ? Stream.of(m) : hypervisor.find(m.node()).stream())
                .filter(m -> isUnaccounted(m.node()))
                .toList();
    }

    /** The nodes on which an operation is at work, or will be. */
    Set<NodeId> busy() {
        return journal.unfinished().stream().map(h -> h.record().node()).collect(Collectors.toSet());
    }

    private boolean isUnaccounted(NodeId node) {
        return journal.node(node).isEmpty();
    }
}
