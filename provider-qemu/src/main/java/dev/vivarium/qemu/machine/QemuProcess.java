package dev.vivarium.qemu.machine;

import dev.vivarium.qemu.api.ProcessActivity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The QEMU process of a machine. A number in a file proves nothing, as numbers are used again: a process is the machine's only
 * if its command line names the machine's own pid file.
 *
 * @param handle the process
 */
record QemuProcess(ProcessHandle handle) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern HELD_MEMORY = Pattern.compile("(?m)^Vm(?:RSS|Swap):\\s+(\\d+) kB");

    /** The process that the pid file names, if it lives and is the machine's. */
    static Optional<QemuProcess> of(MachineDirectory directory) {
        try {
            String pid = Files.readString(directory.pidFile()).strip();
            return pid.matches("\\d{1,10}") ? verified(Long.parseLong(pid), directory) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As {@link #of}; and where there is no such file, a look at all processes: QEMU may be just about to write it. */
    static Optional<QemuProcess> search(MachineDirectory directory) {
        Optional<QemuProcess> known = of(directory);
        return known.isPresent() ? known : scan(directory);
    }

    long pid() {
        return handle.pid();
    }

    /**
     * True while any of it lives: the first of its threads is dead before the last one lets go of disk and ports. One that is
     * dead but not yet buried by its parent does not live.
     */
    boolean isAlive() {
        if (!handle.isAlive()) {
            return false;
        }
        try (Stream<Path> threads = Files.list(PROC.resolve(pid() + "/task"))) {
            return threads.anyMatch(QemuProcess::lives);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean lives(Path thread) {
        String stat = text(thread.resolve("stat"));
        String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
        return !state.isEmpty() && !state.startsWith("Z") && !state.startsWith("X");
    }

    /** A number that grows whenever it reads or writes. */
    long activity() {
        return ProcessActivity.of(pid());
    }

    /** The memory in MiB that it holds: no live snapshot of it is larger. */
    long heldMiB() {
        Matcher found = HELD_MEMORY.matcher(read("status"));
        long sum = 0;
        while (found.find()) {
            sum += Long.parseLong(found.group(1));
        }
        return sum >> 10;
    }

    /** True if it has this very file open; not one that has taken the file's name since. */
    boolean hasOpen(Path file) {
        try (Stream<Path> open = Files.list(PROC.resolve(pid() + "/fd"))) {
            return open.anyMatch(fd -> sameFile(fd, file));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean sameFile(Path fd, Path file) {
        try {
            return Files.isSameFile(fd, file);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<QemuProcess> scan(MachineDirectory directory) {
        try (Stream<Path> processes = Files.list(PROC)) {
            List<Long> pids = processes
                    .map(p -> String.valueOf(p.getFileName()))
                    .filter(name -> name.matches("\\d{1,10}"))
                    .map(Long::parseLong)
                    .toList();
            return pids.stream()
                    .flatMap(pid -> verified(pid, directory).stream())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<QemuProcess> verified(long pid, MachineDirectory directory) {
        return ProcessHandle.of(pid)
                .map(QemuProcess::new)
                .filter(p -> p.names(directory.pidFile()))
                .filter(QemuProcess::isAlive);
    }

    private boolean names(Path pidFile) {
        List<String> arguments = Arrays.asList(read("cmdline").split("\0"));
        int at = arguments.indexOf("-pidfile");
        return at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equals(pidFile.toString());
    }

    private String read(String file) {
        return text(PROC.resolve(pid() + "/" + file));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
