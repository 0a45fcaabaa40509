package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Files;
import java.util.Optional;

/** What copying a source's disk will take, before a byte of it is copied. */
final class CloneSpace {
    private CloneSpace() {}

    /** In MiB, rounded up; 0 where a linked clone finds the copy made, and where the source cannot be looked at. */
    static long mebibytes(DiskSource.CloneOf wish, Site site) {
        MachineDirectory source = site.directories().of(wish.source());
        if (!source.complete() || wish.linked() && isThere(wish, source, site.bases())) {
            return 0;
        }
        try {
            long bytes = site.tools().copyBytes(source.disk(), wish.snapshot().map(SnapshotId::toString));
            return (bytes >> 20) + 1;
        } catch (VivariumException e) {
            return 0; // what is wrong with it is said when it is cloned
        }
    }

    private static boolean isThere(DiskSource.CloneOf wish, MachineDirectory source, Bases bases) {
        Optional<String> tag = wish.snapshot().map(SnapshotId::toString);
        return Files.exists(tag.map(bases::ofSnapshot).orElseGet(() -> bases.ofDisk(source.disk())));
    }
}
