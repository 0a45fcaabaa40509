package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The first snapshot of a node, taken as soon as it is READY. */
final class Baseline {
    /** In journals of earlier releases. */
    private static final Key<SnapshotId> ID = Key.of("baseline.id", SnapshotId.class);

    private static final String NAME = "baseline";

    private Baseline() {}

    /** The same at every try, so that one whose record could not be written is found again. */
    private static SnapshotId of(Node node) {
        String name = NAME + " " + node.id();
        return new SnapshotId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    static void take(StepContext c) {
        SnapshotId id = c.recall(ID).orElseGet(() -> of(c.node()));
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
