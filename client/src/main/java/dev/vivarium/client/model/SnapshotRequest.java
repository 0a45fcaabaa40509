package dev.vivarium.client.model;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The snapshot to be taken. Made by {@link #named}.
 *
 * @param id chosen by the caller; the same again is the same snapshot
 * @param minConsistency what {@code auto} may fall to
 * @param pinned never deleted by retention
 */
public record SnapshotRequest(
        Optional<UUID> id,
        String name,
        Optional<SnapshotWish> kind,
        Optional<SnapshotKind> minConsistency,
        Optional<Boolean> pinned,
        Map<String, String> labels) {
    public SnapshotRequest {
        labels = Copies.map(labels);
    }

    /** The best kind that is possible. */
    public static SnapshotRequest named(String name) {
        return new SnapshotRequest(
                Optional.empty(), name, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** With an id of the caller's, so that the same request again is the same snapshot. */
    public SnapshotRequest id(UUID chosen) {
        return new SnapshotRequest(Optional.of(chosen), name, kind, minConsistency, pinned, labels);
    }

    /** Of this kind. */
    public SnapshotRequest kind(SnapshotWish wish) {
        return new SnapshotRequest(id, name, Optional.of(wish), minConsistency, pinned, labels);
    }

    /** What {@code auto} may fall to. */
    public SnapshotRequest atLeast(SnapshotKind least) {
        return new SnapshotRequest(id, name, kind, Optional.of(least), pinned, labels);
    }

    /** Retention must leave it alone, or not. */
    public SnapshotRequest pinned(boolean pin) {
        return new SnapshotRequest(id, name, kind, minConsistency, Optional.of(pin), labels);
    }

    /** With these labels. */
    public SnapshotRequest labels(Map<String, String> all) {
        return new SnapshotRequest(id, name, kind, minConsistency, pinned, all);
    }
}
