package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A snapshot that is one step of other work, taken without stopping the guest. The step run again takes the same one. */
final class SideSnapshot {
    private SideSnapshot() {}

    /** Takes it, quiet where the bundle has hooks for that, and notes it. */
    static void take(
            StepContext c, SnapshotId id, String name, SnapshotKind kind, NodeSnapshot.Origin origin, boolean pinned) {
        Machine machine = c.machine();
        boolean runs = machine.power() == Power.RUNNING;
        if (runs) {
            c.guest().mark(id);
        }
        Snapshot taken;
        try {
            if (runs) {
                c.guest().quiesce();
            }
            taken = DeleteSnapshot.snapshots(c).take(machine, id, name, kind, c);
        } catch (VivariumException e) {
            resumeAfter(e, runs, c);
            throw e;
        }
        List<NodeSnapshot> all = new ArrayList<>(c.node().snapshots());
        all.removeIf(s -> s.snapshot().id().equals(id));
        all.add(NodeSnapshot.of(c.node(), taken, origin, pinned, Map.of()));
        c.update(n -> n.snapshots(all)); // before anything else fails: what no record knows nobody removes
        if (runs) {
            c.guest().resume();
        }
    }

    /** Undoes {@link #take} where the record could not be written; a snapshot that is known stays. */
    static void removeUnknown(StepContext c, SnapshotId id) {
        if (c.node().snapshot(id).isEmpty()) {
            DeleteSnapshot.snapshots(c).delete(c.machine(), id, c);
        }
    }

    /** What failed first is what is told. */
    private static void resumeAfter(VivariumException first, boolean runs, StepContext c) {
        try {
            if (runs) {
                c.guest().resume();
            }
        } catch (VivariumException e) {
            first.addSuppressed(e);
        }
    }
}
