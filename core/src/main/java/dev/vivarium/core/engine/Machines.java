package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import java.util.Optional;

/**
 * Where a wrong "there is none" would lose a machine: a server may answer from a copy that is behind, so that an absence
 * counts only when it was said twice.
 */
final class Machines {
    private Machines() {}

    /** The node's machine; looked for twice before it counts as gone. */
    static Optional<Machine> find(Hypervisor hypervisor, NodeId node) {
        return hypervisor.find(node).or(() -> hypervisor.find(node));
    }

    /**
     * The machine, unless its guest will never answer.
     *
     * @throws VivariumException HYPERVISOR_FAULT {@code machine.stopped}; CAPACITY {@code machine.paused}
     */
    static Machine expectedUp(Machine machine, String node) {
        if (machine.power() == Power.OFF) {
            throw new VivariumException(
                    Kind.HYPERVISOR_FAULT,
                    "machine.stopped",
                    "the machine stopped while its guest was expected to come up; start it again with 'vivarium start "
                            + node + "'");
        }
        if (machine.power() == Power.PAUSED && machine.details().containsKey(Machine.PROBLEM)) {
            throw new VivariumException(Kind.CAPACITY, "machine.paused", NodeStates.whyPaused(machine));
        }
        return machine;
    }

    /** Removes what the hypervisor has for the node, and what the node's record says that it had. */
    static void delete(StepContext c) {
        find(c.hypervisor(), c.node().id())
                .or(() -> c.node().machine())
                .ifPresent(m -> c.hypervisor().delete(m, c));
    }

    /** True if the hypervisor says so; false if it cannot be asked. */
    static boolean isGone(StepContext c) {
        try {
            return find(c.hypervisor(), c.node().id()).isEmpty();
        } catch (VivariumException e) {
            return false;
        }
    }
}
