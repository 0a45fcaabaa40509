package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The files on which linked clones stand: each a copy of what one disk held at one moment, never changed again. A base belongs
 * to no machine, so the source of a clone may go; it stays as long as the mark of any machine names it.
 *
 * <p>A base begins and ends to be used under one lock, as else a removal could take away what a new clone has just found.
 *
 * @param root where they are
 * @param directories the machines that may name them
 * @param locks the lock
 */
record Bases(Path root, MachineDirectories directories, MachineLocks locks) {

    /** The base with what this snapshot holds. */
    Path ofSnapshot(String tag) {
        return root.resolve(tag + ".qcow2");
    }

    /** The base with what a disk holds that nobody has open: another one as soon as anything was written to it. */
    Path ofDisk(Path disk) {
        try {
            BasicFileAttributes now = Files.readAttributes(disk, BasicFileAttributes.class);
            String state =
                    disk + " " + now.fileKey() + " " + now.lastModifiedTime().toInstant() + " " + now.size();
            return root.resolve(UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8)) + ".qcow2");
        } catch (IOException e) {
            throw MachineDirectory.io("look at " + disk, e);
        }
    }

    /** A base while it is being made. */
    Path draft(Path base) {
        return base.resolveSibling(base.getFileName() + ".draft");
    }

    /** Runs what writes a mark that names bases. */
    <T> T claim(Work work, Supplier<T> writing) {
        DurableFiles.privateDirectory(root);
        try (MachineLocks.Held held = locks.bases(work)) {
            return writing.get();
        }
    }

    /** Removes the bases of a machine that goes, as far as no other machine names them. */
    void release(MachineFile gone, Work work) {
        if (gone.bases().isEmpty()) {
            return;
        }
        try (MachineLocks.Held held = locks.bases(work)) {
            List<Path> topFirst = new ArrayList<>(gone.bases());
            Collections.reverse(topFirst);
            List<MachineFile> others = directories.all().stream()
                    .filter(m -> !m.node().equals(gone.node()))
                    .toList();
            for (Path base : topFirst) {
                if (others.stream().noneMatch(m -> m.bases().contains(base))) {
                    DurableFiles.delete(draft(base));
                    DurableFiles.delete(base);
                }
            }
        }
    }
}
