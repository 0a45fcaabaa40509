package dev.vivarium.service.claims;

import dev.vivarium.core.engine.StepContext;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.contract.Specs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** An instance in a process of its own: makes a machine, takes a snapshot of it, rolls it back. */
final class FrozenProcess {
    private FrozenProcess() {}

    /** Arguments: its name, the database's URL, a directory. Ends when its input ends. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[2]);
        try (Instance instance =
                Instance.of(arguments[0], DatabaseSettings.of(arguments[1]), directory, 4, (name, step, c) -> {
                    try {
                        work(step, c);
                    } catch (LeaseLost e) {
                        new PaperHypervisor(directory).write("lost");
                        throw e;
                    }
                })) {
            instance.start();
            int end = System.in.read();
            if (end >= 0) {
                throw new IllegalStateException("nothing was to be said");
            }
        }
    }

    /** What each instance does in these steps. */
    static void work(int step, StepContext c) {
        SnapshotId snapshot = snapshot(c.node().id());
        if (step == 1) {
            Machine machine = c.hypervisor()
                    .create(
                            Specs.small(c.node().id(), new InstallationId("0123456789abcdef"), Path.of("none"), 512),
                            c);
            c.update(n -> n.machine(machine));
        } else if (step == 2) {
            c.hypervisor().snapshots().orElseThrow().take(c.machine(), snapshot, "до", SnapshotKind.CRASH, c);
            c.update(n -> n);
        } else {
            c.update(n -> n.nextGeneration());
            c.hypervisor().snapshots().orElseThrow().rollback(c.machine(), snapshot, c);
            c.update(n -> n);
        }
    }

    static SnapshotId snapshot(NodeId node) {
        return SnapshotId.parse(UUID.nameUUIDFromBytes(node.toString().getBytes(StandardCharsets.UTF_8))
                .toString());
    }
}
