package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.Work;
import java.util.List;
import java.util.Optional;

/** Snapshots on a {@link SimulatedServer}. A snapshot is reserved first and filled then, as with real servers. */
final class SimulatedSnapshots implements Snapshots {
    /** Like the task id of a server: which snapshot is being taken. */
    static final Key<String> TAKING = Key.of("simulated.snapshot", String.class);

    static final List<Capability> CAPABILITIES = List.of(
            Capability.SNAPSHOT_LIVE,
            Capability.SNAPSHOT_FROZEN,
            Capability.SNAPSHOT_STOPPED,
            Capability.SNAPSHOT_CRASH);

    private final SimulatedHypervisor hypervisor;

    SimulatedSnapshots(SimulatedHypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    @Override
    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        StoredMachine stored = hypervisor.complete(machine);
        Optional<StoredSnapshot> earlier = stored.snapshot(id).filter(StoredSnapshot::isComplete);
        if (earlier.isPresent()) {
            return earlier.get().seenBy(machine.node());
        }
        Capability capability = capability(kind);
        hypervisor.server().supports(capability).orThrow(capability);
        checkPower(stored, kind);
        work.checkCancelled();
        hypervisor.reach("snapshot.before", work);
        work.remember(TAKING, id.toString());
        try {
            return fill(stored, id, name, kind, work).seenBy(machine.node());
        } catch (VivariumException e) {
            drop(machine.ref(), id);
            throw e;
        }
    }

    private StoredSnapshot fill(StoredMachine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        SimulatedServer server = hypervisor.server();
        server.change(machine.ref(), m -> m.snapshot(id).isPresent() ? m : m.plus(reserved(m, id, name, kind)));
        hypervisor.reach("snapshot.after-reserve", work);
        work.progress(0.5, "saving the guest");
        work.checkCancelled();
        server.work(machine.spec().node());
        StoredMachine filled = server.change(machine.ref(), m -> completed(m, id, kind));
        hypervisor.reach("snapshot.after", work);
        return filled.snapshot(id).orElseThrow();
    }

    /** Takes it now, unless an earlier try, whose caller did not live to see it, has meanwhile. */
    private StoredMachine completed(StoredMachine machine, SnapshotId id, SnapshotKind kind) {
        if (machine.snapshot(id).filter(StoredSnapshot::isComplete).isPresent()) {
            return machine;
        }
        hypervisor.server().effects().add(machine, Effect.What.SNAPSHOT_TAKEN, id);
        return machine.eachSnapshot(
                        s -> s.id().equals(id) ? s.completed(machine.guest().capture(kind.holdsMemory())) : s)
                .standingOn(Optional.of(id));
    }

    private StoredSnapshot reserved(StoredMachine machine, SnapshotId id, String name, SnapshotKind kind) {
        return new StoredSnapshot(
                id, name, kind, machine.current(), hypervisor.server().clock().instant(), Optional.empty());
    }

    @Override
    public Machine rollback(Machine machine, SnapshotId id, Work work) {
        StoredMachine stored = hypervisor.complete(machine);
        StoredSnapshot snapshot = stored.snapshot(id)
                .filter(StoredSnapshot::isComplete)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "snapshot.absent", "machine " + machine.ref() + " has no snapshot " + id));
        List<Snapshot> all = list(machine);
        if (!all.get(all.size() - 1).id().equals(id)) {
            hypervisor.server().supports(Capability.ROLLBACK_ANY).orThrow(Capability.ROLLBACK_ANY);
        }
        work.checkCancelled();
        hypervisor.reach("rollback.before", work);
        SimulatedServer server = hypervisor.server();
        server.work(machine.node());
        server.change(machine.ref(), m -> m.with(Power.OFF));
        server.guests().stop(machine.ref());
        hypervisor.reach("rollback.after-stop", work);
        work.progress(0.5, "restoring the guest");
        StoredMachine back = server.change(machine.ref(), m -> {
            m.guest().restore(snapshot.image().orElseThrow());
            return m.with(snapshot.kind().holdsMemory() ? Power.RUNNING : Power.OFF)
                    .standingOn(Optional.of(id));
        });
        if (back.power() == Power.RUNNING) {
            server.resume(back);
        }
        server.effects().add(back, Effect.What.ROLLED_BACK, id);
        hypervisor.reach("rollback.after", work);
        return back.seen();
    }

    @Override
    public void delete(Machine machine, SnapshotId id, Work work) {
        hypervisor.ours(machine);
        work.checkCancelled();
        hypervisor.reach("snapshot-delete.before", work);
        hypervisor.server().work(machine.node());
        drop(machine.ref(), id);
        hypervisor.reach("snapshot-delete.after", work);
    }

    /** Children move to the parent of what goes, as its content stays in them. */
    private void drop(String ref, SnapshotId id) {
        hypervisor.server().change(ref, m -> {
            Optional<StoredSnapshot> gone = m.snapshot(id);
            if (gone.isEmpty()) {
                return m;
            }
            if (gone.get().isComplete()) {
                hypervisor.server().effects().add(m, Effect.What.SNAPSHOT_REMOVED, id);
            }
            Optional<SnapshotId> itself = Optional.of(id);
            Optional<SnapshotId> parent = gone.get().parent();
            return m.withSnapshots(m.snapshots().stream()
                            .filter(s -> !s.id().equals(id))
                            .map(s -> s.parent().equals(itself) ? s.childOf(parent) : s)
                            .toList())
                    .standingOn(m.current().equals(itself) ? parent : m.current());
        });
    }

    @Override
    public List<Snapshot> list(Machine machine) {
        boolean stale = hypervisor.read("snapshot-list");
        StoredMachine now = hypervisor.ours(machine);
        StoredMachine seen = stale ? hypervisor.server().before(machine.ref()).orElse(now) : now;
        return seen.snapshots().stream()
                .filter(StoredSnapshot::isComplete)
                .map(s -> s.seenBy(machine.node()))
                .toList();
    }

    private static Capability capability(SnapshotKind kind) {
        return switch (kind) {
            case LIVE -> Capability.SNAPSHOT_LIVE;
            case FROZEN -> Capability.SNAPSHOT_FROZEN;
            case STOPPED -> Capability.SNAPSHOT_STOPPED;
            case CRASH -> Capability.SNAPSHOT_CRASH;
        };
    }

    private static void checkPower(StoredMachine machine, SnapshotKind kind) {
        boolean off = machine.power() == Power.OFF;
        if (off != (kind == SnapshotKind.STOPPED)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "snapshot.wrong-power",
                    "a " + kind + " snapshot needs a machine that is " + (off ? "running" : "off") + "; it is "
                            + machine.power());
        }
    }
}
