package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class EngineTest extends AtOpenSite {
    private static final String MEMORY = "/var/lib/vivarium/state/memory/exchanges.jsonl";
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(100);

    /** Found only because nothing moves any more; all else is found at once, however slow this computer is. */
    private static final Set<String> FOUND_BY_WAITING =
            Set.of("guest.not-ready", "guest.unreachable", "guest.login-refused");

    private Node create() {
        return vivarium.create(site.spec()).await();
    }

    @Test
    void aNodeIsReadyWhenEveryConditionHolds() {
        Node node = create();
        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(node.conditions())
                .allSatisfy(c -> assertThat(c.holds()).as(c.toString()).isTrue())
                .extracting(Condition::name)
                .contains(
                        Condition.Name.CLOUD_INIT_DONE,
                        Condition.Name.BUNDLE_VERIFIED,
                        Condition.Name.SERVICES_ACTIVE,
                        Condition.Name.PORTS_OPEN,
                        Condition.Name.HEALTHY,
                        Condition.Name.PROBES_PASSED);
    }

    @Test
    void theSeedWithTheSecretsIsGoneWhenTheNodeIsReady() throws IOException {
        Node node = create();
        Path files = vivarium.installation().files(node.id()).directory();
        try (Stream<Path> list = Files.list(files)) {
            assertThat(list.map(p -> p.getFileName().toString()))
                    .doesNotContain("seed.iso")
                    .contains("seed-scrubbed.iso");
        }
        assertThat(site.server().media(node.machine().orElseThrow()))
                .singleElement()
                .satisfies(m -> assertThat(m.file()).hasFileName("seed-scrubbed.iso"));
    }

    @Test
    void aRollbackBringsTheGuestBackWithItsClockRightAndTheMarkProvesIt() {
        Node node = create();
        GuestState guest = site.server().guest(node.machine().orElseThrow());
        guest.file(MEMORY, "до\n");
        NodeSnapshot before = vivarium.snapshot(node.id(), "до").await();
        guest.file(MEMORY, "испорчено\n");
        vivarium.snapshot(node.id(), "после").await();
        Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        assertThat(back.generation()).isEqualTo(node.generation() + 1);
        assertThat(guest.file(MEMORY))
                .hasValueSatisfying(text -> assertThat(text).startsWith("до\n"));
        assertThat(vivarium.verify(node.id())
                        .await()
                        .clockOffset()
                        .orElseThrow()
                        .abs())
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void theSameSnapshotIsTakenOnceAndItsNameOnlyOnce() {
        Node node = create();
        SnapshotNode.Request wish = SnapshotNode.Request.of("до");
        NodeSnapshot taken = vivarium.snapshot(node.id(), wish).await();
        assertThat(vivarium.snapshot(node.id(), wish).await()).isEqualTo(taken);
        assertThat(vivarium.node(node.id()).orElseThrow().snapshots()).hasSize(1);
        Operation<NodeSnapshot> again = vivarium.snapshot(node.id(), "до");
        assertThatThrownBy(again::await)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("snapshot.exists"));
    }

    @Test
    void aSafetySnapshotLetsARollbackBeUndone() {
        Node node = create();
        SnapshotId before =
                vivarium.snapshot(node.id(), "до").await().snapshot().id();
        SnapshotId safety = SnapshotId.random();
        vivarium.rollback(node.id(), new RollbackNode.Request(before, Optional.of(safety)))
                .await();
        Node back = vivarium.rollback(node.id(), safety).await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        assertThat(back.snapshot(safety).orElseThrow().origin()).isEqualTo(NodeSnapshot.Origin.SAFETY);
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER_UP,guest.unreachable",
        "WRONG_HOST_KEY,guest.host-key",
        "REFUSES_LOGIN,guest.login-refused",
        "CLOUD_INIT_ERROR,guest.not-ready",
        "CLOUD_INIT_RUNNING,guest.not-ready",
        "BUNDLE_DAMAGED,guest.bundle-damaged",
        "NO_SPACE,guest.no-space",
        "INIT_FAILED,guest.init-failed",
        "STUCK_UNPACKING,guest.not-ready",
        "SERVICE_CRASHED,guest.service-failed",
        "PORTS_CLOSED,guest.not-ready",
        "UNHEALTHY,guest.not-ready",
        "TALKS_NONSENSE,guest.probe-failed",
        "REPORT_BINARY,guest.not-ready",
        "REPORT_HUGE,guest.not-ready",
        "REPORT_ENDLESS,guest.flood"
    })
    void whatIsWrongWithAGuestIsATypedErrorAndRmRemovesWhatIsLeft(Misbehaviour wrong, String code) {
        site.server().misbehave(wrong);
        Operation<Node> operation =
                vivarium.create(site.spec("больной", FOUND_BY_WAITING.contains(code) ? SHORT : LONG));
        VivariumException failure = catchThrowableOfType(VivariumException.class, operation::await);
        assertThat(failure).as("it must not be READY").isNotNull();
        assertThat(failure.code()).as(failure.message()).isEqualTo(code);
        assertThat(failure.kind()).isIn(Kind.GUEST_FAULT, Kind.TIMEOUT);
        assertThat(failure.logTail()).as("the end of its console").isNotBlank();
        Node left = vivarium.node("больной").orElseThrow();
        assertThat(left.state()).isEqualTo(NodeState.FAILED);
        assertThat(left.problem()).isPresent();
        vivarium.delete(left.id()).await();
        assertThat(site.server().size()).isZero();
        assertThat(vivarium.nodes()).isEmpty();
    }

    @Test
    void whatFailedIsTriedAgainByTheSameWish() {
        site.server().misbehave(Misbehaviour.INIT_FAILED);
        assertThatThrownBy(this::create).hasMessageContaining("in the guest");
        site.server().behave();
        Node failed = vivarium.node(Site.NODE).orElseThrow();
        site.server().guest(failed.machine().orElseThrow()).behave();
        Node node = create();
        assertThat(node.id()).isEqualTo(failed.id());
        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(site.server().size()).isEqualTo(1);
    }

    @Test
    void theSameNameWithOtherSettingsIsAConflictThatSaysWhatToDo() {
        create();
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("node.exists"));
        assertThatThrownBy(() -> vivarium.create(site.spec(Site.NODE, SHORT)))
                .hasMessageContaining("other settings")
                .hasMessageContaining("vivarium rm");
    }

    @Test
    void aCancelledCreateLeavesNothing() throws InterruptedException {
        site.server().misbehave(Misbehaviour.NEVER_UP);
        Operation<Node> operation = vivarium.create(site.spec());
        awaitStep(operation, "reachable");
        operation.cancel();
        assertThatThrownBy(operation::await)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        assertThat(site.server().size()).isZero();
        assertThat(vivarium.nodes()).isEmpty();
    }

    @Test
    void rmPreemptsACreateThatRuns() throws InterruptedException {
        site.server().misbehave(Misbehaviour.NEVER_UP);
        Operation<Node> operation = vivarium.create(site.spec());
        awaitStep(operation, "reachable");
        vivarium.delete(operation.node()).await();
        assertThatThrownBy(operation::await).hasMessageContaining("cancelled");
        assertThat(site.server().size()).isZero();
        assertThat(vivarium.nodes()).isEmpty();
    }

    @Test
    void nodesAreMadeSideBySide() {
        List<Operation<Node>> all = Stream.of("один", "два", "три")
                .map(name -> vivarium.create(site.spec(name, Duration.ofSeconds(60))))
                .toList();
        assertThat(all).allSatisfy(o -> assertThat(o.await().state()).isEqualTo(NodeState.READY));
        assertThat(site.server().size()).isEqualTo(3);
        assertThat(vivarium.nodes()).extracting(n -> n.identity().mac()).doesNotHaveDuplicates();
    }

    @Test
    void aMachineThatVanishedIsNoticed() {
        Node node = create();
        vivarium.installation().hypervisor("local").delete(node.machine().orElseThrow(), new RecordingWork());
        Node seen = vivarium.refresh(node.id());
        assertThat(seen.state()).isEqualTo(NodeState.NEEDS_OPERATOR);
        assertThat(seen.problem().orElseThrow()).contains("vivarium rm");
        vivarium.delete(node.id()).await();
        assertThat(vivarium.nodes()).isEmpty();
    }

    @Test
    void aDamagedBundleIsFoundBeforeAnythingIsMade() throws IOException {
        Files.writeString(directory.resolve("AGI-core/bundle.yaml"), "version: 1\nname: muse\nprots: []\n");
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("bundle.invalid"))
                .hasMessageContaining("bundle.yaml");
        assertThat(vivarium.nodes()).isEmpty();
        assertThat(site.server().size()).isZero();
    }

    @Test
    void theSecretsOfANodeAreInNoFileThatStays() throws IOException {
        Node node = create();
        vivarium.snapshot(node.id(), "s").await();
        String host = vivarium.installation()
                .keys()
                .hostKey(node.id(), 1)
                .privatePem()
                .reveal();
        String login = vivarium.installation().keys().loginKey(1).privatePem().reveal();
        try (Stream<Path> tree = Files.walk(directory.resolve("data"))) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content).doesNotContain(line(host)).doesNotContain(line(login));
            }
        }
    }

    private static String line(String pem) {
        return pem.lines().skip(3).findFirst().orElseThrow();
    }

    private static void awaitStep(Operation<?> operation, String step) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(1);
        operation.onProgress(p -> {
            if (p.step().equals(step) && p.phase() == Progress.Phase.STEP_STARTED) {
                there.countDown();
            }
        });
        assertThat(there.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
