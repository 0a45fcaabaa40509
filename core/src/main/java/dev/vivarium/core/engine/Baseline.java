package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Key;
import java.util.Optional;

/** The first snapshot of a node, taken as soon as it is READY. */
final class Baseline {
    private static final Key<SnapshotId> ID = Key.of("baseline.id", SnapshotId.class);
    private static final String NAME = "baseline";

    private Baseline() {}

    static void take(StepContext c) {
        SnapshotId id = c.recall(ID).orElseGet(() -> {
            SnapshotId fresh = SnapshotId.random();
            c.remember(ID, fresh);
            return fresh;
        });
        Machine machine = c.machine();
        SnapshotKind kind = SnapshotChoice.choose(
                Optional.empty(),
                SnapshotKind.FROZEN,
                machine.power(),
                k -> c.hypervisor()
                        .supports(SnapshotChoice.capability(k), c.guest().machineSpec()));
        SideSnapshot.take(c, id, NAME, kind, NodeSnapshot.Origin.BASELINE, true);
        c.guest().setClock();
    }
}
