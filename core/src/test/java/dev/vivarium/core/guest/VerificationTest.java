package dev.vivarium.core.guest;

import static dev.vivarium.core.guest.SampleReport.cloudInit;
import static dev.vivarium.core.guest.SampleReport.failed;
import static dev.vivarium.core.guest.SampleReport.phase;
import static dev.vivarium.core.guest.SampleReport.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.model.Condition.Name;
import dev.vivarium.core.model.Condition.Status;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VerificationReport.Check;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each check makes of what a guest says. */
class VerificationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(SampleReport.NOW), ZoneOffset.UTC);

    private final PlayedGuest guest = new PlayedGuest();
    private Greeter agent;

    @BeforeEach
    void isWell() throws IOException {
        agent = new Greeter();
        guest.says(GuestCommands.REPORT, SampleReport.with());
        guest.answers("GET :8080/health", 200, "{\"status\":\"ok\"}");
        guest.answers("POST :8080/prompt", 200, "{\"response\":\"Я Муза, здравствуй\"}");
        guest.open.add(8081);
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void aNodeThatIsWellIsReady() {
        VerificationReport report = look(0, SampleNode.manifest());
        assertThat(report.firstFailure()).isEmpty();
        assertThat(report.checks().stream().map(Check::condition).distinct())
                .containsExactly(
                        Name.STARTED,
                        Name.REACHABLE,
                        Name.CLOUD_INIT_DONE,
                        Name.BUNDLE_VERIFIED,
                        Name.SERVICES_ACTIVE,
                        Name.PORTS_OPEN,
                        Name.HEALTHY,
                        Name.PROBES_PASSED);
        assertThat(report.uptime()).contains(Duration.ofMillis(61_250));
        assertThat(report.clockOffset()).contains(Duration.ofMillis(500));
        assertThat(guest.asked).contains("POST :8080/prompt{\"text\":\"Кто ты?\"}");
    }

    @Test
    void containersAreWellIfTheyRunOrHaveDoneTheirWork() {
        guest.says(
                GuestCommands.REPORT,
                SampleReport.with(
                        SampleReport.container("voice", "running", "healthy"),
                        SampleReport.container("migration", "exited", 0, "")));
        VerificationReport report = look(0, SampleNode.manifest());
        assertThat(report.ready()).isTrue();
        assertThat(report.checks())
                .anySatisfy(c -> assertThat(c.name() + ": " + c.evidence())
                        .isEqualTo("container voice: running, health: healthy"));
    }

    @Test
    void aNodeWithoutABundleNeedsOnlyItsSystem() {
        guest.says(GuestCommands.REPORT, SampleReport.with(r -> status(r).putNull("bundleDigest")));
        VerificationReport report = look(0, Optional.empty());
        assertThat(report.ready()).isTrue();
        assertThat(report.checks()).hasSize(3);
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                row(
                        Name.CLOUD_INIT_DONE,
                        "disabled-by-generator",
                        r -> cloudInit(r).putNull("status").putNull("result")),
                row(Name.CLOUD_INIT_DONE, "has not ended", r -> cloudInit(r).putNull("result")),
                row(
                        Name.CLOUD_INIT_DONE,
                        "no disk",
                        r -> cloudInit(r)
                                .put(
                                        "result",
                                        "{\"v1\":{\"datasource\":\"DataSourceNoCloud\",\"errors\":[\"no disk\"]}}")),
                row(
                        Name.CLOUD_INIT_DONE,
                        "stage failed",
                        r -> cloudInit(r)
                                .put("status", "{\"v1\":{\"modules-final\":{\"errors\":[\"stage failed\"]}}}")),
                row(
                        Name.CLOUD_INIT_DONE,
                        "DataSourceNone",
                        r -> cloudInit(r).put("result", "{\"v1\":{\"datasource\":\"DataSourceNone\",\"errors\":[]}}")),
                row(Name.CLOUD_INIT_DONE, "has not ended", r -> cloudInit(r).put("result", "{\"v1\":")),
                row(Name.BUNDLE_VERIFIED, "not begun", r -> r.putNull("status")),
                row(Name.BUNDLE_VERIFIED, "earlier boot", r -> status(r).put("bootId", "boot-1")),
                row(Name.BUNDLE_VERIFIED, "unpacking: layer models", phase("unpacking", "layer models", 1, 2)),
                row(
                        Name.BUNDLE_VERIFIED,
                        "another bundle",
                        r -> status(r).put("bundleDigest", "sha256:" + "cd".repeat(32))),
                row(Name.BUNDLE_VERIFIED, "another bundle", r -> status(r).putNull("bundleDigest")),
                row(Name.BUNDLE_VERIFIED, "sign of life", r -> status(r).put("updatedAt", SampleReport.NOW - 600)),
                row(Name.BUNDLE_VERIFIED, "failed: slice 3", failed("BUNDLE_DAMAGED", "slice 3", "bad")),
                row(
                        Name.SERVICES_ACTIVE,
                        "activating",
                        r -> r.putObject("services").put("muse-agent.service", "activating")),
                row(Name.SERVICES_ACTIVE, "unknown", r -> r.putObject("services")),
                row(
                        Name.SERVICES_ACTIVE,
                        "exited, exit status 3",
                        SampleReport.container("duet_voice_1", "exited", 3, "боль\u001b[31m")),
                row(Name.SERVICES_ACTIVE, "restarting", SampleReport.container("a", "restarting", 0, "")),
                row(
                        Name.SERVICES_ACTIVE,
                        "running, health: starting",
                        SampleReport.container("a", "running", "starting")));
    }

    private static Arguments row(Name condition, String evidence, Consumer<ObjectNode> change) {
        return Arguments.of(condition, evidence, change);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void spoiled(Name condition, String evidence, Consumer<ObjectNode> change) {
        guest.says(GuestCommands.REPORT, SampleReport.with(change));
        expectFailure(look(0, SampleNode.manifest()), condition, evidence);
    }

    @Test
    void theProcessorMustHaveWhatTheBundleNeeds() {
        Optional<BundleManifest> demanding = Optional.of(
                BundleManifest.parse("bundle.yaml", SampleNode.MANIFEST + "requires: {cpuFeatures: [sse4_2, avx2]}\n"));
        guest.says(GuestCommands.CPU_FLAGS, "flags\t\t: fpu sse4_2 avx2\n");
        assertThat(look(0, demanding).ready()).isTrue();
        guest.says(GuestCommands.CPU_FLAGS, "flags\t\t: fpu sse4_2 avx\n");
        expectFailure(look(0, demanding), Name.CPU_FEATURES_PRESENT, "lacks avx2;");
        guest.says(GuestCommands.CPU_FLAGS, "");
        expectFailure(look(0, demanding), Name.CPU_FEATURES_PRESENT, "does not tell");
    }

    @Test
    void aPortThatIsClosedOrNotPublished() throws IOException {
        agent.close();
        expectFailure(look(0, SampleNode.manifest()), Name.PORTS_OPEN, "nothing answers at 127.0.0.1");
        Node node = SampleNode.node(0, true);
        expectFailure(
                new Verification(node, SampleNode.machine(node, 0), SampleNode.manifest(), CLOCK).look(guest),
                Name.PORTS_OPEN,
                "not published");
    }

    @Test
    void aServiceThatIsUpButNotWell() {
        guest.answers("GET :8080/health", 503, "loading\u001b[31m model");
        expectFailure(look(0, SampleNode.manifest()), Name.HEALTHY, "HTTP 503 instead of 200: loading model");
        guest.answers("GET :8080/health", 200, "well");
        expectFailure(look(0, SampleNode.manifest()), Name.HEALTHY, "lacks 'ok'");
        guest.answers("GET :8080/health", 200, "ok");
        guest.open.clear();
        expectFailure(look(0, SampleNode.manifest()), Name.HEALTHY, "nobody listens");
        assertThat(guest.asked).as("no probe while something else is wrong").noneMatch(a -> a.startsWith("POST"));
        assertThat(look(0, SampleNode.manifest()).checks())
                .last()
                .satisfies(c -> assertThat(c.status()).isEqualTo(Status.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"response\":\"Я никто\"}",
                "{\"answer\":\"Муза\"}",
                "{\"response\":{\"a\":1}}",
                "[]",
                "Муза",
                ""
            })
    void anAnswerThatIsNotAsExpected(String body) {
        guest.answers("POST :8080/prompt", 200, body);
        expectFailure(look(0, SampleNode.manifest()), Name.PROBES_PASSED, "");
    }

    @Test
    void gpusAreCounted() {
        expectFailure(look(1, Optional.empty()), Name.GPU_PRESENT, "sees none");
        guest.says(GuestCommands.PCI_CLASSES, "0x060000\n0x030200\n0x020000\n");
        assertThat(look(1, Optional.empty()).ready()).as("seen on the bus").isTrue();
        guest.says(GuestCommands.LIST_GPUS, "GPU 0: NVIDIA A2 (UUID: GPU-1)\n");
        assertThat(look(1, Optional.empty()).ready()).isTrue();
        expectFailure(look(2, Optional.empty()), Name.GPU_PRESENT, "1 instead of 2");
    }

    @Test
    void warningsDoNotCountButAreShown() {
        guest.says(
                GuestCommands.REPORT,
                SampleReport.with(r -> cloudInit(r)
                        .put("status", "{\"v1\":{\"init\":{\"recoverable_errors\":{\"WARNING\":[\"old key\"]}}}}")));
        assertThat(look(0, Optional.empty()).checks())
                .filteredOn(c -> c.condition() == Name.CLOUD_INIT_DONE)
                .singleElement()
                .satisfies(c -> assertThat(c.evidence()).contains("old key"))
                .satisfies(c -> assertThat(c.status()).isEqualTo(Status.TRUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "{}",
                "[]",
                "{\"format\":2}",
                "{\"format\":1,\"now\":9e300}",
                "{\"format\":1",
                "\u0000",
                "{\"format\":1,\"now\":99999999999999999}"
            })
    void aReportThatIsNone(String text) {
        guest.says(GuestCommands.REPORT, text);
        assertThatThrownBy(() -> look(0, Optional.empty()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("guest.report"));
    }

    @Test
    void aHostileReportIsShownSafely() {
        String evil = "\u001b]0;x\u0007 evil \u202e" + "x".repeat(100_000);
        guest.says(GuestCommands.REPORT, SampleReport.with(failed("RM -RF", evil, evil)));
        Check check = look(0, SampleNode.manifest()).firstFailure().orElseThrow();
        assertThat(check.evidence()).hasSizeLessThan(400).doesNotContain("\u001b", "\u202e");
        assertThat(check.logTail()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aMachineThatIsNotThere() {
        Node node = SampleNode.node(0, true);
        VivariumException lost = GuestErrors.connectionLost(
                SampleNode.machine(node, 1).reach(8080).orElseThrow(), null);
        assertThat(Verification.unreachable(node, lost, CLOCK.instant()).firstFailure())
                .hasValueSatisfying(c -> assertThat(c.condition()).isEqualTo(Name.REACHABLE));
        assertThat(Verification.notRunning(node, SampleNode.machine(node, 1).with(Power.OFF), CLOCK.instant())
                        .firstFailure())
                .hasValueSatisfying(c -> assertThat(c.evidence()).isEqualTo("the machine is off"));
    }

    private static void expectFailure(VerificationReport report, Name condition, String evidence) {
        Check failure = report.firstFailure().orElseThrow();
        assertThat(failure.condition()).isEqualTo(condition);
        assertThat(failure.evidence()).contains(evidence);
        assertThat(report.ready()).isFalse();
    }

    private VerificationReport look(int gpus, Optional<BundleManifest> manifest) {
        Node node = SampleNode.node(gpus, manifest.isPresent());
        return new Verification(node, SampleNode.machine(node, agent.port()), manifest, CLOCK).look(guest);
    }
}
