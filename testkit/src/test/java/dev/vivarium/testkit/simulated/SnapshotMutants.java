package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.contract.Rule;
import dev.vivarium.testkit.faults.RecordingWork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Mistakes with snapshots. */
final class SnapshotMutants {
    private SnapshotMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant("the newest snapshot is lost", Rule.R31, h -> new WrongSnapshots(h) {
                    @Override
                    public List<Snapshot> list(Machine machine) {
                        List<Snapshot> all = super.list(machine);
                        return all.subList(0, Math.max(0, all.size() - 1));
                    }
                }),
                new Mutant("the same id is taken twice", Rule.R32, h -> new WrongSnapshots(h) {
                    @Override
                    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
                        super.take(machine, SnapshotId.random(), name, kind, new RecordingWork());
                        return super.take(machine, id, name, kind, work);
                    }
                }),
                new Mutant("long names are cut", Rule.R33, h -> new WrongSnapshots(h) {
                    @Override
                    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
                        return super.take(machine, id, name.substring(0, Math.min(40, name.length())), kind, work);
                    }
                }),
                new Mutant("the newest comes first", Rule.R34, h -> new WrongSnapshots(h) {
                    @Override
                    public List<Snapshot> list(Machine machine) {
                        List<Snapshot> all = new ArrayList<>(super.list(machine));
                        Collections.reverse(all);
                        return all;
                    }
                }),
                new Mutant("an unknown snapshot stops the machine", Rule.R36, h -> new WrongSnapshots(h) {
                    @Override
                    public Machine rollback(Machine machine, SnapshotId id, Work work) {
                        stop(machine, StopMode.FORCED, work);
                        return super.rollback(machine, id, work);
                    }
                }),
                new Mutant("a live rollback leaves the machine off", Rule.R37, h -> new WrongSnapshots(h) {
                    @Override
                    public Machine rollback(Machine machine, SnapshotId id, Work work) {
                        return stop(super.rollback(machine, id, work), StopMode.FORCED, work);
                    }
                }),
                new Mutant("children go with their parent", Rule.R40, h -> new WrongSnapshots(h) {
                    @Override
                    public void delete(Machine machine, SnapshotId id, Work work) {
                        super.list(machine).stream()
                                .filter(s -> s.parent().equals(Optional.of(id)))
                                .forEach(s -> super.delete(machine, s.id(), work));
                        super.delete(machine, id, work);
                    }
                }),
                new Mutant("a rollback brings back old drives", Rule.R43, h -> new WrongSnapshots(h) {
                    @Override
                    public Machine rollback(Machine machine, SnapshotId id, Work work) {
                        return media(super.rollback(machine, id, work), List.of(), work);
                    }
                }),
                new Mutant("a rollback restores nothing", Rule.R44, h -> new WrongSnapshots(h) {
                    @Override
                    public Machine rollback(Machine machine, SnapshotId id, Work work) {
                        return h.find(machine.node()).orElseThrow();
                    }
                }),
                new Mutant("half-taken snapshots stay after a retry", Rule.R66, h -> new WrongSnapshots(h) {
                    @Override
                    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
                        super.take(machine, SnapshotId.random(), name, kind, work);
                        return super.take(machine, id, name, kind, work);
                    }
                }),
                new Mutant("a failed removal is not repeated", Rule.R68, h -> new WrongSnapshots(h) {
                    @Override
                    public void delete(Machine machine, SnapshotId id, Work work) {
                        if (work.recall(SimulatedSnapshots.TAKING).isEmpty()) {
                            work.remember(SimulatedSnapshots.TAKING, "deleting");
                            super.delete(machine, id, work);
                        }
                    }
                }));
    }
}
