package dev.vivarium.qemu.resource;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Control groups, version 2. A group of our own is made in the nearest one above the process in which we may, and which hands
 * processor time on; with systemd that is the user's delegated one, or the root for root.
 *
 * @param root where they are mounted: {@code /sys/fs/cgroup}
 * @param proc {@code /proc}
 */
record ControlGroups(Path root, Path proc) {
    private static final long PERIOD_MICROS = 100_000;

    static ControlGroups ofThisHost() {
        return new ControlGroups(Path.of("/sys/fs/cgroup"), Path.of("/proc"));
    }

    /** The group that the process is in. */
    Optional<Path> of(long pid) {
        return lines(proc.resolve(pid + "/cgroup")).stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> root.resolve(line.substring(4)).normalize())
                .filter(group -> group.startsWith(root))
                .findFirst();
    }

    /** Where a group of this name could be made for the process; empty if we may not, or these are no such groups. */
    Optional<Path> newGroup(long pid, String name) {
        for (Path group = of(pid).orElse(null); group != null && group.startsWith(root); group = group.getParent()) {
            if (lines(group.resolve("cgroup.subtree_control")).stream()
                            .anyMatch(l -> List.of(l.split(" ")).contains("cpu"))
                    && Files.isWritable(group)
                    && Files.isWritable(group.resolve("cgroup.procs"))) {
                return Optional.of(group.resolve(name));
            }
        }
        return Optional.empty();
    }

    /** Makes the group, limits it, and moves the process into it. */
    void limit(Path group, long pid, double cpus) {
        try {
            Files.createDirectories(group);
            write(group.resolve("cpu.max"), Math.max(1000, Math.round(cpus * PERIOD_MICROS)) + " " + PERIOD_MICROS);
            write(group.resolve("cgroup.procs"), Long.toString(pid));
        } catch (IOException e) {
            throw fault("limit processor time by " + group, e);
        }
    }

    /** Moves the process back and removes the group; gone already is success. */
    void remove(Path group, Optional<Path> before, long pid, boolean alive) {
        if (!Files.exists(group)) {
            return;
        }
        try {
            write(group.resolve("cpu.max"), "max " + PERIOD_MICROS); // even if it cannot be moved
            if (alive && before.isPresent() && of(pid).equals(Optional.of(group))) {
                write(before.get().resolve("cgroup.procs"), Long.toString(pid));
            }
            Files.deleteIfExists(group);
        } catch (IOException e) {
            throw fault("take the process out of " + group, e);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.write(file, value.getBytes(StandardCharsets.UTF_8)); // one write: the kernel takes no half
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static VivariumException fault(String what, IOException e) {
        return new VivariumException(
                Kind.HYPERVISOR_FAULT,
                "limits.group",
                "cannot " + what + ": " + e.getMessage() + "; stopping the machine ends every limit",
                e);
    }
}
