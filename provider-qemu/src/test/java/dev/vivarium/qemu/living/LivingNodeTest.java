package dev.vivarium.qemu.living;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.SnapshotNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The promise, on a real guest. Each test begins with a rollback to the moment it became READY. */
@Tag("guest")
@ExtendWith(SharedNode.class)
@Timeout(1200)
class LivingNodeTest {
    private final LivingNode living;
    private final Vivarium vivarium;

    LivingNodeTest(LivingNode living) {
        this.living = living;
        this.vivarium = living.vivarium();
    }

    @AfterEach
    void stillOneMachine() throws IOException {
        assertThat(living.qemus()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theMemoryOfTheNodeIsRolledBackWithIt() throws Exception {
        Muse muse = living.muse();
        assertThat(muse.say("Привет!")).contains(Home.NODE);
        vivarium.snapshot(node().id(), "до разговора").await();
        muse.say("запомни: кит поёт");
        assertThat(muse.memory()).contains("кит поёт");
        Duration uptime = uptime();
        living.rollback("до разговора");
        assertThat(muse.memory()).doesNotContain("кит поёт");
        assertThat(uptime()).as("the guest went on from the snapshot").isLessThan(uptime.plusMinutes(1));
        assertThat(muse.say("echo_pulse")).contains("response");
    }

    @Test
    void theClockIsRightAfterARollback() {
        living.rollback(LivingNode.READY);
        Instant before = Instant.now();
        double seconds = Double.parseDouble(living.run("date +%s.%N").strip());
        Instant after = Instant.now();
        assertThat(Instant.ofEpochMilli((long) (seconds * 1000)))
                .isBetween(before.minusSeconds(2), after.plusSeconds(2));
    }

    @Test
    void aColdBootKeepsHostKeyInstanceAndReady() {
        String instance = instanceId();
        vivarium.stop(node().id(), StopMode.GRACEFUL).await();
        assertThat(node().state()).isEqualTo(NodeState.STOPPED);
        assertThat(vivarium.start(node().id()).await().state()).isEqualTo(NodeState.READY);
        assertThat(instanceId()).isEqualTo(instance);
        living.rollback(LivingNode.READY);
        assertThat(node().state()).as("a live rollback after a cold boot").isEqualTo(NodeState.READY);
    }

    @Test
    void aRollbackWhileStoppedBringsTheRunningNodeBack() {
        vivarium.stop(node().id(), StopMode.FORCED).await();
        living.rollback(LivingNode.READY);
        assertThat(node().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aSnapshotThatIsKilledAnywhereIsFinishedByTheSameCommand() throws Exception {
        for (String step : List.of("mark", "take", "alive")) {
            String name = "killed in " + step;
            assertThat(living.child().killAt(step, "snapshot", name)).isTrue();
            NodeSnapshot taken = vivarium.snapshot(node().id(), name).await();
            assertThat(taken.snapshot().kind()).isEqualTo(SnapshotKind.LIVE);
            assertThat(node().snapshots().stream()
                            .filter(s -> s.snapshot().name().equals(name)))
                    .hasSize(1);
            assertThat(node().state()).isEqualTo(NodeState.READY);
        }
        assertThat(living.run("echo lives")).contains("lives");
    }

    @Test
    void aRollbackThatIsKilledAnywhereIsFinishedByTheSameCommand() throws Exception {
        Muse muse = living.muse();
        for (String step : List.of("preserve", "rollback", "reachable", "verify")) {
            muse.say("запомни: " + step);
            assertThat(living.child().killAt(step, "rollback", LivingNode.READY))
                    .isTrue();
            living.rollback(LivingNode.READY);
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
        living.run("sudo systemctl stop muse-agent.service");
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
        ProcessHandle qemu = ProcessHandle.of(living.qemus().get(0)).orElseThrow();
        qemu.destroyForcibly();
        qemu.onExit().join();
        assertThat(vivarium.refresh(node().id()).state()).isEqualTo(NodeState.STOPPED);
        assertThat(vivarium.verify(node().id()).await().ready()).isFalse();
        living.rollback(LivingNode.READY);
        assertThat(node().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void noSecretIsLeftWhereOthersOrLogsCouldShowIt() throws IOException {
        List<String> secrets = List.of(
                "canary-7781",
                body(vivarium.installation()
                        .keys()
                        .hostKey(node().id(), 1)
                        .privatePem()
                        .reveal()),
                body(vivarium.installation().keys().loginKey(1).privatePem().reveal()));
        try (Stream<Path> tree = Files.walk(living.directory())) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".qcow2") || file.endsWith("token") || Files.size(file) > 50 << 20) {
                    continue; // where the user keeps it; and the guest's own disk, which holds its secrets
                }
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(secrets).as(file.toString()).noneMatch(content::contains);
            }
        }
        for (long pid : living.qemus()) {
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
        return living.node();
    }

    private String instanceId() {
        return living.run("cat /var/lib/cloud/data/instance-id").strip();
    }

    private Duration uptime() {
        return Duration.ofMillis(
                (long) (1000 * Double.parseDouble(living.run("cat /proc/uptime").split(" ", 2)[0])));
    }

    /** The part of a PEM that nothing else contains. */
    private static String body(String pem) {
        return pem.lines().skip(3).findFirst().orElseThrow();
    }
}
