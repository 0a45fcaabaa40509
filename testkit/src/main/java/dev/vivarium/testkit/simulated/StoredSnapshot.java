package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.testkit.guest.GuestState;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot as the server keeps it.
 *
 * @param image empty while it is half-taken
 */
record StoredSnapshot(
        SnapshotId id,
        String name,
        SnapshotKind kind,
        Optional<SnapshotId> parent,
        Instant takenAt,
        Optional<GuestState.Image> image) {

    boolean isComplete() {
        return image.isPresent();
    }

    StoredSnapshot completed(GuestState.Image content) {
        return new StoredSnapshot(id, name, kind, parent, takenAt, Optional.of(content));
    }

    StoredSnapshot childOf(Optional<SnapshotId> newParent) {
        return new StoredSnapshot(id, name, kind, newParent, takenAt, image);
    }

    Snapshot seenBy(NodeId node) {
        return new Snapshot(id, node, name, kind, parent, takenAt);
    }
}
