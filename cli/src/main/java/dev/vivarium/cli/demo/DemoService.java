package dev.vivarium.cli.demo;

import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.service.Context;
import dev.vivarium.cli.service.ServerOptions;
import dev.vivarium.client.ServiceException;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service with a home of its own, started by the launcher, that outlives this process: its node needs it. The next demo finds
 * it again by a file in that home.
 */
final class DemoService {
    private static final Pattern READY = Pattern.compile("(?m)^ready on (http\\S+);");
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long STOP_SECONDS = 60;
    private static final int LONGEST_LOG = 4 << 20;

    private final Path home;
    private final String address;
    private final long pid;

    private DemoService(Path home, String address, long pid) {
        this.home = home;
        this.address = address;
        this.pid = pid;
    }

    /** The one that runs in this home, or a new one. */
    static DemoService in(Path home, VivariumCommand root, List<String> launcher) {
        return running(home)
                .orElseGet(() -> root.watch(
                        "demo",
                        "starting its service",
                        work -> start(DurableFiles.privateDirectory(home), launcher, work)));
    }

    String address() {
        return address;
    }

    Path tokenFile() {
        return home.resolve("admin.token");
    }

    VivariumClient client() {
        Context context = new Context(address, Optional.empty(), Optional.empty(), Optional.empty(), false);
        return VivariumClient.of(context.settings().token(ServerOptions.secretIn(tokenFile())));
    }

    /** Ends it in order; machines run on. */
    void stop() {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroy();
            try {
                process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                process.destroyForcibly();
            }
        });
        DurableFiles.delete(note(home));
    }

    /** How people stop it. */
    String howToStop() {
        return "kill " + pid;
    }

    private static Path note(Path home) {
        return home.resolve("demo-service");
    }

    private static Optional<DemoService> running(Path home) {
        try {
            List<String> lines = Files.readAllLines(note(home));
            DemoService known = new DemoService(home, lines.get(0), Long.parseLong(lines.get(1)));
            known.client().tokens().caller();
            return Optional.of(known);
        } catch (IOException
                | IndexOutOfBoundsException
                | NumberFormatException
                | ServiceException
                | VivariumException e) {
            return Optional.empty();
        }
    }

    private static DemoService start(Path home, List<String> launcher, Work work) {
        Path log = home.resolve("service.log");
        // a session of its own: Ctrl-C here is not for it
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(launcher);
        command.addAll(List.of("serve", "--home", home.toString(), "--port", "0"));
        try {
            DurableFiles.replace(log, "");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try {
                String address = ready(process, log, work);
                DurableFiles.replace(note(home), address + "\n" + process.pid() + "\n");
                return new DemoService(home, address, process.pid());
            } catch (RuntimeException e) {
                process.destroy();
                throw e;
            }
        } catch (IOException e) {
            throw new VivariumException(Kind.INTERNAL, "demo.service", "the service cannot be started: " + e, e);
        }
    }

    private static String ready(Process process, Path log, Work work) throws IOException {
        while (true) {
            String said = Files.size(log) > LONGEST_LOG ? "" : Files.readString(log);
            Matcher ready = READY.matcher(said);
            if (ready.find()) {
                return ready.group(1);
            }
            if (!process.isAlive()) {
                throw new VivariumException(
                                Kind.UNAVAILABLE, "demo.service", "the service ended before it was ready; see " + log)
                        .withLog(said);
            }
            work.pause(LOOK);
        }
    }
}
