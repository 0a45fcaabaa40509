package dev.vivarium.proxmox.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of a guest.
 *
 * @param parent the one before it in the tree
 * @param withMemory whether the memory is in it
 * @param state absent if it is whole; {@code prepare} while it is made or after that failed, {@code delete} likewise
 * @param made absent for a half-made one
 */
public record SnapshotInfo(
        String name,
        String description,
        Optional<String> parent,
        boolean withMemory,
        Optional<String> state,
        Optional<Instant> made) {

    static SnapshotInfo read(Fields fields) {
        return new SnapshotInfo(
                fields.need("name"),
                fields.text("description", ""),
                fields.text("parent"),
                fields.flag("vmstate"),
                fields.text("snapstate"),
                fields.time("snaptime"));
    }
}
