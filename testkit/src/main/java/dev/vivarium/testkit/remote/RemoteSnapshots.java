package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.Work;
import java.util.List;

/** Snapshots of machines in another process. */
final class RemoteSnapshots implements Snapshots {
    private final RemoteCalls calls;

    RemoteSnapshots(RemoteCalls calls) {
        this.calls = calls;
    }

    @Override
    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        ObjectNode args = of(machine, id).put("name", name).put("kind", kind.name());
        return Json.read(calls.call("snapshots.take", args, work), Snapshot.class);
    }

    @Override
    public Machine rollback(Machine machine, SnapshotId id, Work work) {
        return RemoteHypervisor.machine(calls.call("snapshots.rollback", of(machine, id), work));
    }

    @Override
    public void delete(Machine machine, SnapshotId id, Work work) {
        calls.call("snapshots.delete", of(machine, id), work);
    }

    @Override
    public List<Snapshot> list(Machine machine) {
        return List.of(Json.read(calls.call("snapshots.list", RemoteHypervisor.of(machine)), Snapshot[].class));
    }

    private static ObjectNode of(Machine machine, SnapshotId id) {
        return RemoteHypervisor.of(machine).put("snapshot", id.toString());
    }
}
