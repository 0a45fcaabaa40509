package dev.vivarium.testkit.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own: an empty cluster in a directory, on a free port of the loopback address, as safe against
 * crashes as the default is. Ended by {@link #close}, or with this process; what it wrote is removed.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "vivarium";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PACKAGE = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path directory;
    private final int port = freePort();
    private final List<String> asNobody;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread atExit = new Thread(this::end);
    private @Nullable Process server;

    private PostgresServer(Path programs) throws IOException {
        this.programs = programs;
        this.asNobody =
                isRoot() ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups") : List.of();
        // below a home that others cannot enter, the server's user could not either
        this.directory = isRoot()
                ? Files.createTempDirectory(Path.of("/var/tmp"), "vivarium-postgresql-")
                : Files.createTempDirectory("vivarium-postgresql-");
        if (isRoot()) {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Why there can be no server here, and what to do; empty if there can. */
    public static Optional<String> missing() {
        return programs().isPresent()
                ? Optional.empty()
                : Optional.of("PostgreSQL's server is not installed; get it with: apt-get install postgresql");
    }

    /** Makes a cluster and starts its server. */
    public static PostgresServer start() {
        try {
            PostgresServer made = new PostgresServer(programs().orElseThrow());
            made.run(
                    "initdb",
                    "-D",
                    made.data(),
                    "-U",
                    USER,
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync");
            made.resume();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDBC URL of a new, empty database. */
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        run("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", USER, name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=" + USER;
    }

    /** Ends the server as an administrator does who cannot wait; the cluster stays. */
    public synchronized void pause() {
        Process running = server;
        if (running != null) {
            run("pg_ctl", "stop", "-D", data(), "-m", "fast", "-w");
            await(running);
            server = null;
        }
    }

    /** Starts the server again, and waits until it answers. */
    public synchronized void resume() {
        if (server != null) {
            return;
        }
        try {
            server = process(
                            "postgres",
                            "-D",
                            data(),
                            "-p",
                            String.valueOf(port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "max_connections=200")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !server.isAlive()) {
                throw new IllegalStateException("PostgreSQL does not start: " + log());
            }
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private synchronized void end() {
        if (server != null) {
            server.destroy(); // it ends its children
            await(server);
            server = null;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return process("pg_isready", "-q", "-t", "1", "-h", "127.0.0.1", "-p", String.valueOf(port))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String program, String... arguments) {
        try {
            Process process =
                    process(program, arguments).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(program + " failed: " + said + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder process(String program, String... arguments) {
        List<String> command = new ArrayList<>(asNobody);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }

    private String log() {
        try {
            Path log = directory.resolve("log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Path> programs() {
        try (Stream<Path> releases = Files.list(PACKAGE)) {
            return releases.map(release -> release.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
