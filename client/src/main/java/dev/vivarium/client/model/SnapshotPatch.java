package dev.vivarium.client.model;

import java.util.Map;
import java.util.Optional;

/** What shall change of a snapshot; what is empty stays. */
public record SnapshotPatch(Optional<Boolean> pinned, Optional<Map<String, String>> labels) {
    /** Pins or unpins. */
    public static SnapshotPatch pin(boolean pinned) {
        return new SnapshotPatch(Optional.of(pinned), Optional.empty());
    }
}
