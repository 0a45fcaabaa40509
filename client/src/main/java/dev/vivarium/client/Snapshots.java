package dev.vivarium.client;

import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.RollbackRequest;
import dev.vivarium.client.model.Snapshot;
import dev.vivarium.client.model.SnapshotPatch;
import dev.vivarium.client.model.SnapshotRequest;
import java.util.Map;
import java.util.UUID;

/** Points that a node can be rolled back to. */
public final class Snapshots {
    private final Requests requests;

    Snapshots(Requests requests) {
        this.requests = requests;
    }

    /** Those of a node with all of these labels, oldest first. */
    public Listing<Snapshot> list(UUID node, Map<String, String> labels) {
        return new Listing<>(
                requests,
                () -> Call.get("/v1/nodes/{}/snapshots", node).labels(labels).answersPageOf(Snapshot.class));
    }

    /** Takes a snapshot. */
    public Operation take(UUID node, SnapshotRequest request) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/snapshots", node)
                .matched()
                .json(request)
                .answers(Operation.class));
    }

    /** A snapshot. */
    public Snapshot get(UUID node, UUID snapshot) {
        return requests.send(
                Call.get("/v1/nodes/{}/snapshots/{}", node, snapshot).answers(Snapshot.class));
    }

    /** The same with its ETag. */
    public Tagged<Snapshot> tagged(UUID node, UUID snapshot) {
        return requests.tagged(
                Call.get("/v1/nodes/{}/snapshots/{}", node, snapshot).answers(Snapshot.class));
    }

    /** Pins or unpins a snapshot, or changes its labels. */
    public Snapshot change(UUID node, UUID snapshot, SnapshotPatch patch) {
        return requests.send(Call.keyed("PATCH", "/v1/nodes/{}/snapshots/{}", node, snapshot)
                .matched()
                .json(patch)
                .answers(Snapshot.class));
    }

    /** Removes a snapshot; those taken after it stay. */
    public Operation delete(UUID node, UUID snapshot) {
        return requests.send(Call.keyed("DELETE", "/v1/nodes/{}/snapshots/{}", node, snapshot)
                .matched()
                .answers(Operation.class));
    }

    /** Brings the node back to this snapshot and proves that it is there. */
    public Operation rollback(UUID node, UUID snapshot, RollbackRequest request) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/snapshots/{}/rollback", node, snapshot)
                .matched()
                .json(request)
                .answers(Operation.class));
    }
}
