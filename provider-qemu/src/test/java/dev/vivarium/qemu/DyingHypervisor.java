package dev.vivarium.qemu;

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
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Usage;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.faults.Crash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A connection whose process dies at the given {@code checkCancelled}: the provider calls it between any two effects, so that is
 * the seam at which every place can be cut. What a loop calls while it waits is counted, too.
 */
final class DyingHypervisor implements Hypervisor {
    private final Hypervisor real;
    private int left;

    DyingHypervisor(Hypervisor real, int effect) {
        this.real = real;
        this.left = effect;
    }

    private Work dying(Work work) {
        return new Work() {
            @Override
            public <T> Optional<T> recall(Key<T> key) {
                return work.recall(key);
            }

            @Override
            public <T> void remember(Key<T> key, T value) {
                work.remember(key, value);
            }

            @Override
            public void progress(double fraction, String what) {
                work.progress(fraction, what);
            }

            @Override
            public void checkCancelled() {
                if (left-- == 0) {
                    throw new Crash("a step between two effects");
                }
                work.checkCancelled();
            }

            @Override
            public void pause(Duration time) {
                work.pause(time);
            }
        };
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        return real.create(spec, dying(work));
    }

    @Override
    public Machine start(Machine machine, Work work) {
        return real.start(machine, dying(work));
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        return real.stop(machine, mode, dying(work));
    }

    @Override
    public void delete(Machine machine, Work work) {
        real.delete(machine, dying(work));
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        return real.media(machine, wanted, dying(work));
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return real.snapshots().map(DyingSnapshots::new);
    }

    private final class DyingSnapshots implements Snapshots {
        private final Snapshots snapshots;

        DyingSnapshots(Snapshots snapshots) {
            this.snapshots = snapshots;
        }

        @Override
        public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
            return snapshots.take(machine, id, name, kind, dying(work));
        }

        @Override
        public Machine rollback(Machine machine, SnapshotId id, Work work) {
            return snapshots.rollback(machine, id, dying(work));
        }

        @Override
        public void delete(Machine machine, SnapshotId id, Work work) {
            snapshots.delete(machine, id, dying(work));
        }

        @Override
        public List<Snapshot> list(Machine machine) {
            return snapshots.list(machine);
        }
    }

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
    public Optional<Machine> find(NodeId node) {
        return real.find(node);
    }

    @Override
    public List<Machine> machines() {
        return real.machines();
    }

    @Override
    public Optional<Console> console() {
        return real.console();
    }

    @Override
    public Optional<Limits> limits() {
        return real.limits().map(limits -> new Limits() {
            @Override
            public Applied apply(Machine machine, ResourceLimits wanted, Work work) {
                return limits.apply(machine, wanted, dying(work));
            }

            @Override
            public Optional<Applied> current(Machine machine) {
                return limits.current(machine);
            }

            @Override
            public void clear(Machine machine, Work work) {
                limits.clear(machine, dying(work));
            }
        });
    }

    @Override
    public Optional<Usage> usage() {
        return real.usage();
    }

    @Override
    public Optional<Cloning> cloning() {
        return real.cloning().map(cloning -> (spec, work) -> cloning.clone(spec, dying(work)));
    }

    @Override
    public Optional<Gpus> gpus() {
        return real.gpus();
    }

    @Override
    public void close() {
        real.close();
    }
}
