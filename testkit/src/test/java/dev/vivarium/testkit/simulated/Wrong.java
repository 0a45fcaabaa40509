package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.Adoption;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Usage;
import dev.vivarium.core.spi.Work;
import java.util.List;
import java.util.Optional;

/** Right in everything that is not overridden. */
class Wrong implements Hypervisor {
    final SimulatedHypervisor hypervisor;

    Wrong(SimulatedHypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    @Override
    public HypervisorInfo info() {
        return hypervisor.info();
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        return hypervisor.supports(capability, spec);
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        return hypervisor.preflight(spec);
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        return hypervisor.create(spec, work);
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        return hypervisor.find(node);
    }

    @Override
    public List<Machine> machines() {
        return hypervisor.machines();
    }

    @Override
    public Machine start(Machine machine, Work work) {
        return hypervisor.start(machine, work);
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        return hypervisor.stop(machine, mode, work);
    }

    @Override
    public void delete(Machine machine, Work work) {
        hypervisor.delete(machine, work);
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        return hypervisor.media(machine, wanted, work);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return hypervisor.snapshots();
    }

    @Override
    public Optional<Console> console() {
        return hypervisor.console();
    }

    @Override
    public Optional<Cloning> cloning() {
        return hypervisor.cloning();
    }

    @Override
    public Optional<Gpus> gpus() {
        return hypervisor.gpus();
    }

    @Override
    public Optional<Limits> limits() {
        return hypervisor.limits();
    }

    @Override
    public Optional<Usage> usage() {
        return hypervisor.usage();
    }

    @Override
    public Optional<Adoption> adoption() {
        return hypervisor.adoption();
    }

    @Override
    public void close() {
        hypervisor.close();
    }
}
