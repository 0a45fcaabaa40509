package dev.vivarium.core.engine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.Adoption;
import dev.vivarium.core.spi.Capacity;
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

/**
 * A hypervisor as a step sees it: right before each call that changes something it is asked once more whether this may be done.
 * What remains is the moment between the question and the call.
 *
 * @param real the hypervisor
 * @param effect asked before every change; throws if it may not be
 * @param loss asked instead before what a running guest would not survive: stop, delete, rollback
 */
record GuardedHypervisor(Hypervisor real, Runnable effect, Runnable loss) implements Hypervisor {

    @Override
    public HypervisorInfo info() {
        return real.info();
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        return real.supports(capability, spec);
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        return real.preflight(spec);
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        effect.run();
        return real.create(spec, work);
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        return real.find(node);
    }

    @Override
    public List<Machine> machines() {
        return real.machines();
    }

    @Override
    public Machine start(Machine machine, Work work) {
        effect.run();
        return real.start(machine, work);
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        loss.run();
        return real.stop(machine, mode, work);
    }

    @Override
    public void delete(Machine machine, Work work) {
        loss.run();
        real.delete(machine, work);
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        effect.run();
        return real.media(machine, wanted, work);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return real.snapshots().map(s -> new GuardedSnapshots(s, effect, loss));
    }

    @Override
    public Optional<Console> console() {
        return real.console();
    }

    @Override
    public Optional<Limits> limits() {
        return real.limits().map(l -> new GuardedLimits(l, effect));
    }

    @Override
    public Optional<Usage> usage() {
        return real.usage();
    }

    @Override
    public Optional<Cloning> cloning() {
        return real.cloning().map(c -> (spec, work) -> {
            effect.run();
            return c.clone(spec, work);
        });
    }

    @Override
    public Optional<Gpus> gpus() {
        return real.gpus();
    }

    @Override
    public Optional<Capacity> capacity() {
        return real.capacity();
    }

    @Override
    public Optional<Adoption> adoption() {
        return real.adoption();
    }

    /** The connection belongs to the installation. */
    @Override
    public void close() {}

    private record GuardedSnapshots(Snapshots real, Runnable effect, Runnable loss) implements Snapshots {
        @Override
        public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
            effect.run();
            return real.take(machine, id, name, kind, work);
        }

        @Override
        public Machine rollback(Machine machine, SnapshotId id, Work work) {
            loss.run();
            return real.rollback(machine, id, work);
        }

        @Override
        public void delete(Machine machine, SnapshotId id, Work work) {
            effect.run();
            real.delete(machine, id, work);
        }

        @Override
        public List<Snapshot> list(Machine machine) {
            return real.list(machine);
        }
    }

    private record GuardedLimits(Limits real, Runnable effect) implements Limits {
        @Override
        public Applied apply(Machine machine, ResourceLimits limits, Work work) {
            effect.run();
            return real.apply(machine, limits, work);
        }

        @Override
        public Optional<Applied> current(Machine machine) {
            return real.current(machine);
        }

        @Override
        public void clear(Machine machine, Work work) {
            effect.run();
            real.clear(machine, work);
        }
    }
}
