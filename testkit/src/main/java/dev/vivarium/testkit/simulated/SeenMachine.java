package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import java.util.List;

/**
 * A machine as somebody sees it who stands before the server.
 *
 * @param whole false while it is half-made
 * @param snapshots those that are complete
 * @param halfTaken those that are not
 */
public record SeenMachine(
        String ref,
        InstallationId installation,
        NodeId node,
        boolean whole,
        Power power,
        List<SnapshotId> snapshots,
        List<SnapshotId> halfTaken) {

    public SeenMachine {
        snapshots = List.copyOf(snapshots);
        halfTaken = List.copyOf(halfTaken);
    }

    static SeenMachine of(StoredMachine machine) {
        return new SeenMachine(
                machine.ref(),
                machine.spec().installation(),
                machine.spec().node(),
                machine.stage() == StoredMachine.Stage.COMPLETE,
                machine.power(),
                snapshots(machine, true),
                snapshots(machine, false));
    }

    private static List<SnapshotId> snapshots(StoredMachine machine, boolean complete) {
        return machine.snapshots().stream()
                .filter(s -> s.isComplete() == complete)
                .map(StoredSnapshot::id)
                .toList();
    }
}
