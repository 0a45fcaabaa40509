package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A point that a node can be rolled back to. */
public record Snapshot(
        UUID id,
        UUID node,
        String name,
        SnapshotKind kind,
        Origin origin,
        boolean pinned,
        Optional<UUID> parent,
        Optional<NodeBundle> bundle,
        Map<String, String> labels,
        Instant takenAt) {
    public Snapshot {
        labels = Copies.map(labels);
    }

    /** Who wanted it. */
    public enum Origin {
        USER,
        SESSION,
        SAFETY,
        BASELINE,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
