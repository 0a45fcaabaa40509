package dev.vivarium.qemu.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} and what it says. */
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader says;
    private final List<String> said = new ArrayList<>();

    /** Begins; stands at the step, or at none. */
    WorkerProcess(Place place, String what, String node, String standAt) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.jnu.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        place.directory().toString(),
                        what,
                        node,
                        standAt)
                .redirectErrorStream(true)
                .start();
        says = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    long pid() {
        return process.pid();
    }

    /** Reads on until it says something that begins so. @return the line */
    String hear(String beginning) throws IOException {
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            said.add(line);
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("it never said '" + beginning + "' but " + said);
    }

    /** Its last word. */
    String end() throws IOException, InterruptedException {
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            said.add(line);
        }
        process.waitFor();
        return said.get(said.size() - 1);
    }

    /** Lets it go on from the step at which it stands. */
    void wake() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void signal(String name) throws IOException, InterruptedException {
        int rc = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (rc != 0) {
            throw new AssertionError("kill -" + name + " failed: " + said);
        }
        if (name.equals("KILL")) {
            process.waitFor();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
