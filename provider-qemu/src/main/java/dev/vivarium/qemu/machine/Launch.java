package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.QemuErrors;
import dev.vivarium.qemu.api.Qmp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a QEMU process and greets it. */
final class Launch {
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final long LOG_LIMIT = 1 << 20;
    private static final long LEAST_SPACE = 16 << 10;

    private Launch() {}

    /**
     * Starts QEMU with its processors halted.
     *
     * @throws VivariumException as {@link QemuErrors} maps what it said when it ended, with the end of its log
     */
    static Running run(List<String> command, MachineDirectory directory, Work work) {
        directory.forgetProcess();
        Process process = directory.calls().make("start", () -> start(command, directory));
        LogKeeper.watch(process.toHandle(), directory);
        LOG.info("QEMU {} was started for node {}", process.pid(), directory.node());
        try {
            return new Running(new QemuProcess(process.toHandle()), greet(process, directory, work));
        } catch (VivariumException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Process start(List<String> command, MachineDirectory directory) {
        Path log = directory.log();
        DurableFiles.touch(directory.console()); // before QEMU makes it readable for everybody
        DurableFiles.touch(log);
        try {
            if (Files.size(log) > LOG_LIMIT) {
                Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Map<String, String> environment = builder.environment();
            environment.keySet().retainAll(List.of("PATH", "HOME", "TMPDIR")); // ours may hold secrets
            environment.put("LC_ALL", "C.UTF-8");
            return builder.start();
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.UNAVAILABLE,
                    "qemu.missing",
                    "cannot run " + command.get(0) + " " + command.get(1)
                            + "; install it: apt install qemu-system-x86 util-linux",
                    e);
        }
    }

    private static Qmp greet(Process process, MachineDirectory directory, Work work) {
        String before = directory.logTail();
        Patience patience = Patience.of(LIMIT);
        while (true) {
            if (Files.exists(directory.control())) {
                try {
                    return Qmp.connect(directory.control(), directory.calls(), patience);
                } catch (VivariumException e) {
                    if (e.kind() != Kind.UNAVAILABLE) {
                        throw e;
                    }
                }
            }
            if (!process.isAlive()) {
                String log = directory.logTail();
                String said = log.startsWith(before) ? log.substring(before.length()) : log;
                if (said.isBlank() && directory.path().toFile().getUsableSpace() < LEAST_SPACE) {
                    said = "No space left on device"; // not even for its own words
                }
                throw QemuErrors.map("QEMU ended at its start", said).withLog(log);
            }
            patience.check("QEMU to start");
            work.pause(POLL);
        }
    }
}
