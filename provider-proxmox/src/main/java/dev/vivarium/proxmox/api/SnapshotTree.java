package dev.vivarium.proxmox.api;

import java.util.List;
import java.util.Optional;

/**
 * A guest's snapshots.
 *
 * @param snapshots in no order
 * @param current the one that the guest's state now comes after
 * @param digest of the configuration
 */
public record SnapshotTree(List<SnapshotInfo> snapshots, Optional<String> current, String digest) {
    private static final String NOW = "current";

    static SnapshotTree read(List<Fields> entries) {
        Optional<Fields> now =
                entries.stream().filter(entry -> entry.need("name").equals(NOW)).findFirst();
        return new SnapshotTree(
                entries.stream()
                        .filter(entry -> !entry.need("name").equals(NOW))
                        .map(SnapshotInfo::read)
                        .toList(),
                now.flatMap(entry -> entry.text("parent")),
                now.map(entry -> entry.text("digest", "")).orElse(""));
    }

    /** One by its name. */
    public Optional<SnapshotInfo> find(String name) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst();
    }
}
