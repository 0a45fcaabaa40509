package dev.vivarium.service.rig;

import dev.vivarium.testkit.remote.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instance of the service, a process that is begun, killed, frozen and begun again; its address stays. */
public final class Instance implements AutoCloseable {
    private static final String READY = "ready on ";
    /** As in earnest, not as in tests. */
    private static final String LOGGING = "-Dlogback.configurationFile=logback.xml";

    private final Scene scene;
    private final String name;
    private final int port;
    private final List<String> options;
    private @Nullable JavaProcess process;

    /** @param options of its virtual machine */
    public Instance(Scene scene, String name, int port, String... options) {
        this.scene = scene;
        this.name = name;
        this.port = port;
        this.options = List.of(options);
    }

    /** Begins it, and does not wait. */
    public JavaProcess begin() throws IOException {
        process = JavaProcess.begin(new JavaProcess.Program(
                "dev.vivarium.service.Main",
                options.isEmpty()
                        ? List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", LOGGING)
                        : options,
                List.of(
                        "--config",
                        scene.directory().resolve("vivarium.yaml").toString(),
                        "--port",
                        Integer.toString(port)),
                // a cache is locked in short moments, and an instance that stands still in one holds up all who share
                // it
                Map.of(
                        "XDG_CACHE_HOME",
                        scene.directory().resolve("cache-" + name).toString()),
                log()));
        return process;
    }

    /**
     * Begins it and waits until it is ready; answers how long that took.
     *
     * @throws IOException with the end of its log, if it ended
     */
    public Duration start() throws IOException {
        long from = System.nanoTime();
        begin().awaitLine(READY);
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Where it answers. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Its process. */
    public JavaProcess process() {
        if (process == null) {
            throw new IllegalStateException("it was not begun");
        }
        return process;
    }

    /** What it printed, in all its lives. */
    public Path log() {
        return scene.directory().resolve("logs/" + name + ".log");
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
