package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.spi.Usage;
import java.time.Duration;
import java.util.Optional;

/** What simulated machines would take. */
final class SimulatedUsage implements Usage {
    private final SimulatedHypervisor hypervisor;

    SimulatedUsage(SimulatedHypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    @Override
    public ResourceUsage of(Machine machine) {
        StoredMachine stored = hypervisor.ours(machine);
        boolean off = stored.power() == Power.OFF;
        Optional<Duration> uptime =
                off ? Optional.empty() : Optional.of(stored.guest().uptime());
        Optional<Long> memory =
                off ? Optional.empty() : Optional.of(stored.spec().memoryMiB() << 20);
        long saved =
                stored.snapshots().stream().filter(s -> s.kind().holdsMemory()).count();
        return new ResourceUsage(
                uptime,
                uptime.map(u -> 1.0),
                memory,
                memory,
                Optional.of(1L << 20),
                Optional.of(stored.spec().diskMiB() << 20),
                Optional.of(saved * (stored.spec().memoryMiB() << 20)),
                uptime);
    }
}
