package dev.vivarium.testkit.remote;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java program in a process of its own, with the class path of this one, which can be killed and made to stand still. */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * What is begun.
     *
     * @param main the class
     * @param options of the virtual machine
     * @param environment what differs from ours
     * @param log gets all that it prints; kept if it is there
     */
    public record Program(
            String main, List<String> options, List<String> arguments, Map<String, String> environment, Path log) {
        public Program {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    /** Begins it. Its standard input ends when this process does. */
    public static JavaProcess begin(Program program) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program.options());
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), program.main()));
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
        builder.environment().putAll(program.environment());
        return new JavaProcess(builder.start(), program.log());
    }

    /**
     * Waits for a line of its standard output that begins so; what comes after it goes to the log.
     *
     * @return the rest of the line
     * @throws IOException with the end of its log, if it ends before
     */
    public String awaitLine(String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            note(line);
            if (line.startsWith(beginning)) {
                Thread drain = new Thread(this::drain, "output of " + process.pid());
                drain.setDaemon(true);
                drain.start();
                return line.substring(beginning.length());
            }
        }
        kill();
        throw new IOException("the process ended before it said '" + beginning + "': " + lastWords());
    }

    private void drain() {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
            }
        } catch (IOException | UncheckedIOException e) {
            // it is gone
        }
    }

    private void note(String line) {
        try (BufferedWriter to = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            to.write(line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() throws IOException {
        String all = Files.exists(log) ? Files.readString(log) : "";
        return all.substring(Math.max(0, all.length() - 2000));
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs, or stands still. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Asks it to end, as {@code kill} does, and waits until it has; answers its exit status. */
    public int end() {
        process.destroy();
        return await();
    }

    /** Lets it stand still. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + signal + " " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** The memory that it has in RAM now, in bytes. */
    public long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** Kills it. */
    @Override
    public void close() {
        kill();
    }
}
