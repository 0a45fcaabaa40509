package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Work;
import java.util.Optional;

/** Limits that a {@link SimulatedServer} remembers as long as the machine runs. */
final class SimulatedLimits implements Limits {
    private final SimulatedHypervisor hypervisor;

    SimulatedLimits(SimulatedHypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    @Override
    public Applied apply(Machine machine, ResourceLimits limits, Work work) {
        StoredMachine stored = hypervisor.complete(machine);
        if (stored.power() == Power.OFF) {
            throw new VivariumException(Kind.CONFLICT, "limits.off", "machine " + stored.ref() + " does not run");
        }
        work.checkCancelled();
        hypervisor.server().limits().remove(stored.ref());
        require(Capability.LIMIT_CPU, limits.cpus());
        require(Capability.LIMIT_MEMORY, limits.memoryMiB());
        hypervisor.reach("limits.before", work);
        if (!limits.unlimited()) {
            hypervisor.server().limits().put(stored.ref(), limits);
        }
        hypervisor.reach("limits.after", work);
        return new Applied(limits, limits.unlimited() ? "" : "simulated");
    }

    private void require(Capability capability, Optional<?> wanted) {
        if (wanted.isPresent()) {
            hypervisor.server().supports(capability).orThrow(capability);
        }
    }

    @Override
    public Optional<Applied> current(Machine machine) {
        StoredMachine stored = hypervisor.ours(machine);
        return Optional.ofNullable(hypervisor.server().limits().get(stored.ref()))
                .filter(limits -> stored.power() != Power.OFF)
                .map(limits -> new Applied(limits, "simulated"));
    }

    @Override
    public void clear(Machine machine, Work work) {
        StoredMachine stored = hypervisor.ours(machine);
        work.checkCancelled();
        hypervisor.reach("limits-clear.before", work);
        hypervisor.server().limits().remove(stored.ref());
        hypervisor.reach("limits-clear.after", work);
    }
}
