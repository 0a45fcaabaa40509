package dev.vivarium.cli.document;

import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.time.Instant;
import java.util.Optional;

/** A snapshot. */
public record SnapshotDocument(
        SnapshotId id,
        String name,
        SnapshotKind kind,
        Optional<SnapshotId> parent,
        Instant takenAt,
        NodeSnapshot.Origin origin,
        boolean pinned) {

    /** Of this snapshot. */
    public static SnapshotDocument of(NodeSnapshot s) {
        return new SnapshotDocument(
                s.snapshot().id(),
                s.snapshot().name(),
                s.snapshot().kind(),
                s.snapshot().parent(),
                s.snapshot().takenAt(),
                s.origin(),
                s.pinned());
    }
}
