package dev.vivarium.qemu.machine;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a machine writes from filling the host's disk, also while no process of ours runs: a shell of a few lines that
 * lives as long as QEMU and gives the old part of its logs back to the file system. The files keep their length, so positions
 * in them stay what they are; what was given back reads as zeros. Where the file system has no holes, the file is emptied.
 */
final class LogKeeper {
    /** How much of a log's end is always there. */
    static final int KEPT = 8 << 20;

    /** A serial port gives a few MB a second at most. */
    private static final int PAUSE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

    private static final String SCRIPT = """
            pid=$1 mark=$2 keep=$3 pause=$4; shift 4
            while grep -qsF -- "$mark" "/proc/$pid/cmdline"; do
              for file do
                [ "$(($(stat -c %b -- "$file") * 512))" -gt "$((keep * 2))" ] || continue
                fallocate -p -o 0 -l "$(($(stat -c %s -- "$file") - keep))" "$file" || : > "$file"
              done
              sleep "$pause"
            done
            """;

    private LogKeeper() {}

    /** Begins to watch the logs of this QEMU. A machine without it works; its logs only grow. */
    static void watch(ProcessHandle qemu, MachineDirectory directory) {
        try {
            start(
                    qemu.pid(),
                    directory.pidFile().toString(),
                    KEPT,
                    PAUSE_SECONDS,
                    List.of(directory.console().toFile(), directory.log().toFile()));
        } catch (IOException e) {
            LOG.warn("nobody keeps the logs of node {} small: {}", directory.node(), e.getMessage());
        }
    }

    /**
     * Watches these files as long as the process lives.
     *
     * @param mark a text in the process's command line: numbers are used again
     * @param keep bytes at the end of each file
     */
    static Process start(long pid, String mark, int keep, int pauseSeconds, List<File> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "sh",
                "-c",
                SCRIPT,
                "vivarium-logs",
                Long.toString(pid),
                mark,
                Integer.toString(keep),
                Integer.toString(pauseSeconds)));
        files.forEach(file -> command.add(file.getPath()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        return builder.start();
    }
}
