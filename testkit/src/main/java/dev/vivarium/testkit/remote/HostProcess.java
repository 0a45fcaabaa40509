package dev.vivarium.testkit.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@link HostMain} that this process began; it ends with it. */
public final class HostProcess implements AutoCloseable {
    private final JavaProcess process;
    private final String address;

    private HostProcess(JavaProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one with this process's class path, and waits until it answers.
     *
     * @param log gets all that it prints
     * @param settings the arguments of {@link HostMain}
     * @throws IOException if it does not start
     */
    public static HostProcess begin(Path log, String... settings) throws IOException {
        JavaProcess process = JavaProcess.begin(new JavaProcess.Program(
                HostMain.class.getName(),
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
                List.of(settings),
                Map.of(),
                log));
        return new HostProcess(process, process.awaitLine("listening "));
    }

    /** Where it answers. */
    public String address() {
        return address;
    }

    /** Ends it, and all its machines. */
    @Override
    public void close() {
        process.close();
    }
}
