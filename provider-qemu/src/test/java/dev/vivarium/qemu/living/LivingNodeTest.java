package dev.vivarium.qemu.living;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.guest.ExecResult;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promise, on a real guest that is booted once. Each test begins with a rollback to the moment it became READY. */
@Tag("guest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1200)
class LivingNodeTest {
    private static final String READY = "как новый";
    private static final Duration EXEC = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private Home home;
    private KilledChild child;
    private Vivarium vivarium;

    @BeforeAll
    void upAlthoughItIsKilledAgainAndAgain() throws Exception {
        String image = System.getProperty("vivarium.guest.image", "");
        String bundle = System.getProperty("vivarium.muse.bundle", "");
        Assumptions.assumeTrue(
                !image.isEmpty() && !bundle.isEmpty(), "needs the built guest and bundle: run './vivarium test'");
        home = new Home(directory, Path.of(image), Path.of(bundle));
        child = new KilledChild(home);
        for (String step : List.of("image", "machine", "start", "reachable", "ready", "scrub")) {
            assertThat(child.killAt(step, "up")).as("killed in " + step).isTrue();
            assertThat(qemus()).as("qemu processes after a kill in " + step).hasSizeLessThanOrEqualTo(1);
        }
        vivarium = home.open();
        Node node = vivarium.create(home.spec()).await();
        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(qemus()).hasSize(1);
        assertThat(vivarium.snapshot(node.id(), READY).await().snapshot().kind())
                .isEqualTo(SnapshotKind.LIVE);
    }

    @BeforeEach
    void asNew() {
        rollback(READY);
    }

    @AfterEach
    void stillOneMachine() throws IOException {
        assertThat(qemus()).hasSizeLessThanOrEqualTo(1);
    }

    @AfterAll
    void rmAlthoughItIsKilled() throws Exception {
        if (vivarium.node(Home.NODE).isPresent()) {
            child.killAt("machine", "rm");
            vivarium.resume().forEach(o -> o.await());
            vivarium.node(Home.NODE).ifPresent(n -> vivarium.delete(n.id()).await());
            assertThat(qemus()).isEmpty();
            assertThat(vivarium.nodes()).isEmpty();
            assertThat(machineDirectories()).isEmpty();
        }
        vivarium.close();
    }

    @Test
    void theMemoryOfTheNodeIsRolledBackWithIt() throws Exception {
        Muse muse = new Muse(node());
        assertThat(muse.say("Привет!")).contains(Home.NODE);
        vivarium.snapshot(node().id(), "до разговора").await();
        muse.say("запомни: кит поёт");
        assertThat(muse.memory()).contains("кит поёт");
        Duration uptime = uptime();
        rollback("до разговора");
        assertThat(muse.memory()).doesNotContain("кит поёт");
        assertThat(uptime()).as("the guest went on from the snapshot").isLessThan(uptime.plusMinutes(1));
        assertThat(muse.say("echo_pulse")).contains("response");
    }

    @Test
    void theClockIsRightAfterARollback() {
        rollback(READY);
        try (GuestSession guest = guest()) {
            Instant before = Instant.now();
            double seconds = Double.parseDouble(run(guest, "date +%s.%N").strip());
            Instant after = Instant.now();
            assertThat(Instant.ofEpochMilli((long) (seconds * 1000)))
                    .isBetween(before.minusSeconds(2), after.plusSeconds(2));
        }
    }

    @Test
    void aColdBootKeepsHostKeyInstanceAndReady() {
        String instance = instanceId();
        vivarium.stop(node().id(), StopMode.GRACEFUL).await();
        assertThat(node().state()).isEqualTo(NodeState.STOPPED);
        assertThat(vivarium.start(node().id()).await().state()).isEqualTo(NodeState.READY);
        assertThat(instanceId()).isEqualTo(instance);
        rollback(READY);
        assertThat(node().state()).as("a live rollback after a cold boot").isEqualTo(NodeState.READY);
    }

    @Test
    void aRollbackWhileStoppedBringsTheRunningNodeBack() {
        vivarium.stop(node().id(), StopMode.FORCED).await();
        rollback(READY);
        assertThat(node().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aSnapshotThatIsKilledAnywhereIsFinishedByTheSameCommand() throws Exception {
        for (String step : List.of("mark", "take", "alive")) {
            String name = "killed in " + step;
            assertThat(child.killAt(step, "snapshot", name)).isTrue();
            NodeSnapshot taken = vivarium.snapshot(node().id(), name).await();
            assertThat(taken.snapshot().kind()).isEqualTo(SnapshotKind.LIVE);
            assertThat(node().snapshots().stream()
                            .filter(s -> s.snapshot().name().equals(name)))
                    .hasSize(1);
            assertThat(node().state()).isEqualTo(NodeState.READY);
        }
        try (GuestSession guest = guest()) {
            assertThat(run(guest, "echo lives")).contains("lives");
        }
    }

    @Test
    void aRollbackThatIsKilledAnywhereIsFinishedByTheSameCommand() throws Exception {
        Muse muse = new Muse(node());
        for (String step : List.of("preserve", "rollback", "reachable", "verify")) {
            muse.say("запомни: " + step);
            assertThat(child.killAt(step, "rollback", READY)).isTrue();
            rollback(READY);
            assertThat(node().state()).isEqualTo(NodeState.READY);
            assertThat(muse.memory()).doesNotContain("запомни: " + step);
        }
    }

    @Test
    void aStoppedSnapshotIsTakenAndTheNodeRunsAgain() {
        SnapshotNode.Request wanted = new SnapshotNode.Request(
                SnapshotId.random(),
                "stopped",
                Optional.of(SnapshotKind.STOPPED),
                SnapshotKind.STOPPED,
                NodeSnapshot.Origin.USER,
                false);
        assertThat(vivarium.snapshot(node().id(), wanted).await().snapshot().kind())
                .isEqualTo(SnapshotKind.STOPPED);
        assertThat(node().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aServiceThatCrashesComesBackAndOneThatCannotMakesTheNodeUnready() {
        try (GuestSession guest = guest()) {
            run(guest, "sudo systemctl stop muse-agent.service");
        }
        VerificationReport report = vivarium.verify(node().id()).await();
        assertThat(report.ready()).isFalse();
        assertThat(node().state()).isEqualTo(NodeState.UNREADY);
        assertThat(node().condition(Condition.Name.SERVICES_ACTIVE)
                        .orElseThrow()
                        .holds())
                .isFalse();
    }

    @Test
    void aQemuThatDiesIsNoticedAndTheNodeStartsAgain() throws IOException {
        ProcessHandle qemu = ProcessHandle.of(qemus().get(0)).orElseThrow();
        qemu.destroyForcibly();
        qemu.onExit().join();
        assertThat(vivarium.refresh(node().id()).state()).isEqualTo(NodeState.STOPPED);
        assertThat(vivarium.verify(node().id()).await().ready()).isFalse();
        rollback(READY);
        assertThat(node().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void noSecretIsLeftWhereOthersOrLogsCouldShowIt() throws IOException {
        List<String> secrets = List.of(
                body(vivarium.installation()
                        .keys()
                        .hostKey(node().id(), 1)
                        .privatePem()
                        .reveal()),
                body(vivarium.installation().keys().loginKey(1).privatePem().reveal()));
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".qcow2") || Files.size(file) > 50 << 20) {
                    continue; // the guest's own disk, which holds its host key
                }
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(secrets).as(file.toString()).noneMatch(content::contains);
            }
        }
        for (long pid : qemus()) {
            String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            assertThat(secrets).noneMatch(line::contains);
        }
    }

    @Test
    void anUnknownSnapshotIsATypedErrorAndChangesNothing() {
        assertThatThrownBy(() ->
                        vivarium.rollback(node().id(), SnapshotId.random()).await())
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
        assertThat(vivarium.verify(node().id()).await().ready()).isTrue();
    }

    private Node node() {
        return Child.node(vivarium);
    }

    private void rollback(String name) {
        vivarium.rollback(node().id(), Child.snapshot(node(), name).snapshot().id())
                .await();
    }

    private GuestSession guest() {
        Node node = node();
        return vivarium.installation()
                .guests()
                .open(
                        node.machine().orElseThrow().reach(22).orElseThrow(),
                        GuestLogin.of(node.identity(), vivarium.installation().keys()));
    }

    private String instanceId() {
        try (GuestSession guest = guest()) {
            return run(guest, "cat /var/lib/cloud/data/instance-id").strip();
        }
    }

    private Duration uptime() {
        try (GuestSession guest = guest()) {
            return Duration.ofMillis((long)
                    (1000 * Double.parseDouble(run(guest, "cat /proc/uptime").split(" ", 2)[0])));
        }
    }

    private static String run(GuestSession guest, String command) {
        ExecResult result = guest.exec(command, EXEC);
        assertThat(result.ok()).as(command + ": " + result.brief()).isTrue();
        return result.out();
    }

    /** The qemu processes that use this test's directory. */
    private List<Long> qemus() throws IOException {
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

    private static List<Path> machineDirectories() throws IOException {
        Path machines = directory.resolve("data/vivarium/hypervisors/local/machines");
        if (!Files.exists(machines)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(machines)) {
            return list.toList();
        }
    }

    /** The part of a PEM that nothing else contains. */
    private static String body(String pem) {
        return pem.lines().skip(3).findFirst().orElseThrow();
    }
}
