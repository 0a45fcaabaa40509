package dev.vivarium.qemu.living;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.guest.ExecResult;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one real node of these tests: made although its maker is killed again and again, booted once, rolled back before each
 * test, and removed although that is killed, too.
 */
final class LivingNode implements AutoCloseable {
    static final String READY = "как новый";
    static final String SECRET = "canary-7781-ключ";
    private static final Duration EXEC = Duration.ofSeconds(60);

    private final Path directory;
    private final Home home;
    private final KilledChild child;
    private final Vivarium vivarium;

    private LivingNode(Path directory, Home home) {
        this.directory = directory;
        this.home = home;
        this.child = new KilledChild(home);
        this.vivarium = home.open();
    }

    static LivingNode up(Path image, Path muse) throws Exception {
        Path directory = Files.createTempDirectory("living");
        Path token = Files.writeString(directory.resolve("token"), SECRET);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        LivingNode node = new LivingNode(directory, new Home(directory, image, Releases.first(directory, muse)));
        node.makeIt();
        return node;
    }

    private void makeIt() throws Exception {
        for (String step : List.of("image", "machine", "start", "reachable", "secrets", "ready", "scrub")) {
            assertThat(child.killAt(step, "up")).as("killed in " + step).isTrue();
            assertThat(qemus()).as("qemu processes after a kill in " + step).hasSizeLessThanOrEqualTo(1);
        }
        Node node = vivarium.create(home.spec()).await();
        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(qemus()).hasSize(1);
        assertThat(vivarium.snapshot(node.id(), READY).await().snapshot().kind())
                .isEqualTo(SnapshotKind.LIVE);
    }

    @Override
    public void close() throws Exception {
        try (vivarium) {
            child.killAt("machine", "rm");
            vivarium.resume().forEach(o -> o.await());
            vivarium.node(Home.NODE).ifPresent(n -> vivarium.delete(n.id()).await());
            assertThat(qemus()).isEmpty();
            assertThat(vivarium.nodes()).isEmpty();
            assertThat(machineDirectories()).isEmpty();
        }
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    Vivarium vivarium() {
        return vivarium;
    }

    KilledChild child() {
        return child;
    }

    Path directory() {
        return directory;
    }

    Node node() {
        return Child.node(vivarium);
    }

    Muse muse() {
        return new Muse(node());
    }

    void rollback(String name) {
        vivarium.rollback(node().id(), Child.snapshot(node(), name).snapshot().id())
                .await();
    }

    GuestSession guest() {
        Node node = node();
        return vivarium.installation()
                .guests()
                .open(
                        node.machine().orElseThrow().reach(22).orElseThrow(),
                        GuestLogin.of(node.identity(), vivarium.installation().keys()));
    }

    /** What a command prints in the guest. */
    String run(String command) {
        try (GuestSession guest = guest()) {
            ExecResult result = guest.exec(command, EXEC);
            assertThat(result.ok()).as(command + ": " + result.brief()).isTrue();
            return result.out();
        }
    }

    /** The qemu processes that use this test's directory. */
    List<Long> qemus() throws IOException {
        return ProcessHandle.allProcesses()
                .filter(p ->
                        commandLine(p).contains("qemu-system") && commandLine(p).contains(directory.toString()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private List<Path> machineDirectories() throws IOException {
        Path machines = directory.resolve("data/vivarium/hypervisors/local/machines");
        if (!Files.exists(machines)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(machines)) {
            return list.toList();
        }
    }
}
