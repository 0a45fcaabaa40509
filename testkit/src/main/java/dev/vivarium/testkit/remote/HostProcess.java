package dev.vivarium.testkit.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link HostMain} that this process began; it ends with it. */
public final class HostProcess implements AutoCloseable {
    private static final String GREETING = "listening ";

    private final Process process;
    private final String address;

    private HostProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one with this process's class path, and waits until it answers. Its messages go where ours go.
     *
     * @param settings the arguments of {@link HostMain}
     * @throws IOException if it does not start
     */
    public static HostProcess begin(String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                HostMain.class.getName()));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith(GREETING)) {
            process.destroyForcibly();
            throw new IOException("the simulated host did not start: " + line);
        }
        return new HostProcess(process, line.substring(GREETING.length()));
    }

    /** Where it answers. */
    public String address() {
        return address;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it, and all its machines. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
