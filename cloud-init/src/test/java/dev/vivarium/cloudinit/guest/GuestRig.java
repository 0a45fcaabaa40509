package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.cloudinit.seed.SeedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A guest below a directory: the real script and tools, with systemd, mount and their like played by small scripts. */
final class GuestRig implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> PLAYED = List.of("mount", "umount", "sync", "journalctl", "systemctl");

    private final Path rig;
    private final RigPrograms programs;
    private final Path root;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Process> others = new ArrayList<>();

    GuestRig(Path directory) throws IOException {
        for (String tool : List.of("/usr/bin/xorriso", "/usr/bin/zstd", "/usr/bin/flock", "/usr/sbin/blkid")) {
            Assumptions.assumeTrue(
                    Files.isExecutable(Path.of(tool)), tool + " is missing: apt-get install xorriso zstd util-linux");
        }
        rig = Files.createDirectories(directory.resolve("rig"));
        root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("dev"));
        Files.createDirectories(root.resolve("etc/systemd/system"));
        programs = new RigPrograms(rig);
        programs.play(PLAYED);
        Files.createDirectories(root.resolve("proc"));
        Files.createSymbolicLink(root.resolve("proc/uptime"), Path.of("/proc/uptime"));
        Files.createSymbolicLink(root.resolve("proc/stat"), Path.of("/proc/stat"));
        boot("11111111-2222-3333-4444-555555555555");
    }

    /** What cloud-init does with the plan's files. */
    void seed(GuestPlan plan) throws IOException {
        for (SeedFile file : GuestFiles.of(plan)) {
            write(file.path().substring(1), file.content().reveal());
        }
    }

    /** Puts a program before those of the machine; it finds those in {@code /usr/bin}. */
    void play(String tool, String script) throws IOException {
        programs.play(tool, script);
    }

    /** The machine's own program of this name cannot be found any more. */
    void hide(String tool) throws IOException {
        set("PATH", rig + ":" + programs.allBut(tool));
    }

    /** Sets a variable of the script's environment. */
    void set(String name, String value) {
        settings.put(name, value);
    }

    void insert(int drive, Path medium) throws IOException {
        Path device = root.resolve("dev/sr" + drive);
        Files.deleteIfExists(device);
        Files.createSymbolicLink(device, medium);
    }

    void ejectAll() throws IOException {
        try (DirectoryStream<Path> drives = Files.newDirectoryStream(root.resolve("dev"))) {
            for (Path drive : drives) {
                Files.delete(drive);
            }
        }
    }

    /** Cuts the power and switches it on again, as far as it concerns files. */
    void boot(String bootId) throws IOException {
        kill();
        remove("run");
        remove("../rig/running");
        remove("../rig/loaded");
        Files.writeString(rig.resolve("calls"), "");
        write("proc/sys/kernel/random/boot_id", bootId + "\n");
    }

    /** Runs another of the script's commands, as systemd does. */
    Process command(Map<String, String> environment, String... words) throws IOException {
        settings.putAll(environment);
        Process process = launched("said", words);
        others.add(process);
        return process;
    }

    /** Plays these programs too, from the resource of the same name. */
    void play(List<String> tools) throws IOException {
        programs.play(tools);
    }

    Process start() throws IOException {
        Process running = launched("output", "run");
        Files.writeString(rig.resolve("unit"), running.pid() + "\n");
        return running;
    }

    private Process launched(String output, String... words) throws IOException {
        return script(List.of("setsid", "sh"), words)
                .redirectErrorStream(true)
                .redirectOutput(rig.resolve(output).toFile())
                .start();
    }

    /** Whether the node's unit runs. */
    boolean runs() throws IOException {
        return ProcessHandle.of(
                        Long.parseLong(Files.readString(rig.resolve("unit")).strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    /** Ends the script and all that it started, as a power cut would. */
    void kill() throws IOException {
        for (Process process : others) {
            kill(String.valueOf(process.pid()));
        }
        others.clear();
        Path unit = rig.resolve("unit");
        if (Files.exists(unit)) {
            kill(Files.readString(unit).strip()); // a command of the host may have started it anew
            Files.delete(unit);
        }
    }

    private void kill(String leader) throws IOException {
        ProcessGroup group = new ProcessGroup(leader);
        Process kill = group.kill(rig.resolve("killed"));
        await("end of " + leader, () -> !kill.isAlive() && !group.lives());
    }

    /** The status, once it says ready or failed. */
    JsonNode outcome() throws IOException {
        return status(s -> s.get("phase").asText().matches("ready|failed"));
    }

    /** The status, once it is as wanted. */
    JsonNode status(Predicate<JsonNode> wanted) throws IOException {
        JsonNode[] last = {json("null")};
        await("status.json", () -> {
            Path file = path("run/vivarium/status.json");
            if (Files.exists(file)) {
                last[0] = json(Files.readString(file));
                return wanted.test(last[0]);
            }
            return false;
        });
        return last[0];
    }

    /** Boots, and gives what came of it. */
    JsonNode run() throws IOException {
        start();
        return outcome();
    }

    /** Boots, and what comes of it must be ready. */
    JsonNode ready() throws IOException {
        JsonNode status = run();
        assertThat(status.get("phase").asText()).as(status + output()).isEqualTo("ready");
        return status;
    }

    /** Boots, and what comes of it must be this failure. @return the error */
    JsonNode failed(String code, String message) throws IOException {
        JsonNode status = run();
        assertThat(status.get("phase").asText()).as(status + output()).isEqualTo("failed");
        JsonNode error = status.get("error");
        assertThat(error.get("code").asText()).as(status.toString()).isEqualTo(code);
        assertThat(error.get("message").asText())
                .contains(message)
                .isEqualTo(status.get("detail").asText());
        return error;
    }

    /** What the host runs in the guest; its exit status and what it printed. */
    Said command(String input, String... words) throws IOException {
        Path in = Files.writeString(rig.resolve("input"), input);
        Process process = script(List.of("setsid", "-w", "sh"), words)
                .redirectErrorStream(true)
                .redirectInput(in.toFile())
                .redirectOutput(rig.resolve("said").toFile())
                .start();
        await(String.join(" ", words), () -> !process.isAlive());
        return new Said(process.exitValue(), Files.readString(rig.resolve("said")));
    }

    /** @param out output and errors */
    record Said(int code, String out) {}

    JsonNode report(String... waiting) throws IOException {
        Process report = script(
                        List.of("sh"),
                        Stream.concat(Stream.of("report"), Stream.of(waiting)).toArray(String[]::new))
                .redirectError(rig.resolve("report.err").toFile())
                .start();
        String said = new String(report.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        await("report", () -> !report.isAlive());
        assertThat(Files.readString(rig.resolve("report.err"))).isEmpty();
        assertThat(said.lines()).hasSize(1);
        return json(said);
    }

    void await(String what, Condition condition) throws IOException {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited too long for " + what + "; the script said: " + output());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    /** Everything that the played programs were asked for since the boot. */
    List<String> calls() throws IOException {
        return Files.readAllLines(rig.resolve("calls"));
    }

    String output() throws IOException {
        return Files.exists(rig.resolve("output")) ? Files.readString(rig.resolve("output")) : "";
    }

    Path rig() {
        return rig;
    }

    Path path(String inGuest) {
        return root.resolve(inGuest);
    }

    String read(String inGuest) throws IOException {
        return Files.readString(path(inGuest));
    }

    void write(String inGuest, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(path(inGuest).getParent()));
        Files.writeString(path(inGuest), text);
    }

    /** Removes a directory and all in it; gone already is success. */
    void remove(String inGuest) throws IOException {
        Process rm = new ProcessBuilder("rm", "-rf", path(inGuest).toString()).start();
        await("rm", () -> !rm.isAlive());
    }

    @Override
    public void close() throws IOException {
        kill();
        remove("../rig/programs");
        remove("proc"); // JUnit warns of links that lead out
    }

    /** The script, run by this and told these words. */
    private ProcessBuilder script(List<String> shell, String... told) {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        Map<String, String> environment =
                new HashMap<>(Map.of("VIVARIUM_BEAT", "0.1", "VIVARIUM_POLL", "0.05", "VIVARIUM_MEDIA_WAIT", "3"));
        environment.put("VIVARIUM_SOON", "0.05");
        environment.put("VIVARIUM_STEADY", "0.05");
        environment.put("PATH", rig + ":/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("RIG", rig.toString());
        environment.put("VIVARIUM_ROOT", root.toString());
        environment.putAll(settings);
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(shell);
        words.add(path("usr/local/bin/vivarium-node").toString());
        words.addAll(List.of(told));
        return new ProcessBuilder(words);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
