package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.SnapshotId;

/** What a snapshot of ours is called on the cluster: names have 40 plain characters there at most. */
public final class SnapshotName {
    private SnapshotName() {}

    /** Its id, a letter before it. */
    public static String of(SnapshotId id) {
        return "v" + id.toString().replace("-", "");
    }
}
