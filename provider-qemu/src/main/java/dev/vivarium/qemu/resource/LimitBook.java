package dev.vivarium.qemu.resource;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.qemu.machine.MachineDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code limits.json} of a machine: what was done to one process of its QEMU, and how to take it back. On disk before the
 * process is touched, so that whoever comes after a crash can.
 */
record LimitBook(Path file) {

    /**
     * One process's limits.
     *
     * @param pid the process; another one is not limited by them
     * @param limits which
     * @param how by which means
     * @param affinity the processors that it could use before, if they are changed
     * @param group the control group that was made for it, if one was
     * @param groupBefore the one that it was in before
     * @param holds false while they are being put on
     */
    record Entry(
            long pid,
            ResourceLimits limits,
            String how,
            Optional<String> affinity,
            Optional<Path> group,
            Optional<Path> groupBefore,
            boolean holds) {

        static Entry of(long pid, ResourceLimits limits) {
            return new Entry(pid, limits, "", Optional.empty(), Optional.empty(), Optional.empty(), false);
        }

        Entry with(CpuLimit.Plan plan) {
            return new Entry(pid, limits, plan.how(), plan.affinity(), plan.group(), plan.groupBefore(), false);
        }

        Entry holding(String memory) {
            String all = how + (how.isEmpty() || memory.isEmpty() ? "" : "; ") + memory;
            return new Entry(pid, limits, all, affinity, group, groupBefore, true);
        }
    }

    static LimitBook of(MachineDirectory directory) {
        return new LimitBook(directory.path().resolve("limits.json"));
    }

    Optional<Entry> read() {
        try {
            return Files.exists(file) ? Optional.of(Json.read(Files.readString(file), Entry.class)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // removed just now
        }
    }

    void write(Entry entry) {
        DurableFiles.replace(file, Json.write(entry));
    }

    void forget() {
        DurableFiles.delete(file);
    }
}
