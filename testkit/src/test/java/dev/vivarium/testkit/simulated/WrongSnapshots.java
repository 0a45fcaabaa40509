package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.Work;
import java.util.List;
import java.util.Optional;

/** Right in everything that is not overridden, snapshots among it. */
class WrongSnapshots extends Wrong implements Snapshots {
    WrongSnapshots(SimulatedHypervisor hypervisor) {
        super(hypervisor);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(this);
    }

    @Override
    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        return right().take(machine, id, name, kind, work);
    }

    @Override
    public Machine rollback(Machine machine, SnapshotId id, Work work) {
        return right().rollback(machine, id, work);
    }

    @Override
    public void delete(Machine machine, SnapshotId id, Work work) {
        right().delete(machine, id, work);
    }

    @Override
    public List<Snapshot> list(Machine machine) {
        return right().list(machine);
    }

    private Snapshots right() {
        return hypervisor.snapshots().orElseThrow();
    }
}
