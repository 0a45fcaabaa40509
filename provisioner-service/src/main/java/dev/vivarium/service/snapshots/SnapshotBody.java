package dev.vivarium.service.snapshots;

import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.service.nodes.NodeBody;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A snapshot on the wire. */
public record SnapshotBody(
        String id,
        String node,
        String name,
        SnapshotKind kind,
        NodeSnapshot.Origin origin,
        boolean pinned,
        Optional<String> parent,
        Optional<NodeBody.BundleBody> bundle,
        Optional<Map<String, String>> labels,
        Instant takenAt) {

    /** What this one is. */
    public static SnapshotBody of(NodeSnapshot snapshot) {
        return new SnapshotBody(
                snapshot.snapshot().id().toString(),
                snapshot.snapshot().node().toString(),
                snapshot.snapshot().name(),
                snapshot.snapshot().kind(),
                snapshot.origin(),
                snapshot.pinned(),
                snapshot.snapshot().parent().map(SnapshotId::toString),
                snapshot.bundle().map(NodeBody.BundleBody::of),
                Optional.of(snapshot.labels()).filter(l -> !l.isEmpty()),
                snapshot.snapshot().takenAt());
    }
}
