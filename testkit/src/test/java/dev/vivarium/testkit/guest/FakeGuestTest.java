package dev.vivarium.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.core.guest.ExecResult;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.guest.HttpCall;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The fake guest is what core's own guest access takes for a node. */
class FakeGuestTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String REPORT = String.join(" ", GuestFiles.REPORT);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Node node;

    FakeGuestTest(@TempDir Path folder) {
        node = new Node(folder);
    }

    @BeforeEach
    void behave() {
        node.server.behave();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void nodeFromItsSeedReportsReady() throws IOException {
        Machine machine = node.up();
        try (GuestSession session = node.open(machine)) {
            JsonNode report = report(session);
            assertThat(report.at("/format").asInt()).isEqualTo(1);
            assertThat(report.at("/status/phase").asText()).isEqualTo("ready");
            assertThat(report.at("/status/nodeId").asText()).isEqualTo(node.id.toString());
            assertThat(report.at("/status/bootId").asText())
                    .isEqualTo(report.at("/bootId").asText());
            assertThat(JSON.readTree(report.at("/cloudInit/result").asText()).at("/v1/errors"))
                    .isEmpty();
            assertThat(session.exec("rm -rf /", LIMIT).exit()).isEqualTo(127);
        }
        assertThat(node.server.guests().commands().seen()).containsExactly(REPORT, "rm -rf /");
    }

    @Test
    void servicesAnswerThroughTheTunnel() throws IOException {
        Machine machine = node.up();
        try (GuestSession session = node.open(machine)) {
            assertThat(session.http(HttpCall.get(8080, "/health"), LIMIT).body())
                    .contains("ok");
            String said = session.http(HttpCall.post(8080, "/prompt", "{\"text\":\"Привет!\"}"), LIMIT)
                    .body();
            assertThat(JSON.readTree(said).path("response").asText()).contains("муза", "Привет!");
            assertThat(session.http(HttpCall.get(8080, "/memory"), LIMIT).body())
                    .contains("\"count\":1", "Привет!");
            assertThat(session.tcp(8080, LIMIT)).isTrue();
            assertThat(session.tcp(9999, LIMIT)).isFalse();
        }
    }

    @Test
    void rollbackRestoresMemoryAndLeavesTheClockBehind() throws IOException {
        Machine machine = node.up();
        Snapshots snapshots = node.hypervisor.snapshots().orElseThrow();
        SnapshotId id = SnapshotId.random();
        String bootId = node.state(machine).bootId().orElseThrow();
        node.clock.advance(Duration.ofMinutes(1));
        snapshots.take(machine, id, "до сеанса", SnapshotKind.LIVE, new RecordingWork());
        node.clock.advance(Duration.ofMinutes(5));
        node.state(machine).file(GuestServices.MEMORY, "испорчено");
        GuestSession old = node.open(machine);

        Machine back = snapshots.rollback(machine, id, new RecordingWork());

        VivariumException lost = catchThrowableOfType(VivariumException.class, () -> old.exec(REPORT, LIMIT));
        old.close();
        assertThat(lost == null || lost.kind() == Kind.UNAVAILABLE).isTrue();
        try (GuestSession session = node.open(back)) {
            JsonNode report = report(session);
            assertThat(report.at("/bootId").asText()).isEqualTo(bootId);
            assertThat(report.at("/uptime").asDouble()).isEqualTo(60);
            long real = node.clock.instant().getEpochSecond();
            assertThat(real - report.at("/now").asLong()).isEqualTo(300);
            assertThat(session.exec("sudo -n date -u -s @" + real, LIMIT).ok()).isTrue();
            assertThat(report(session).at("/now").asLong()).isEqualTo(real);
            assertThat(report(session).at("/uptime").asDouble()).isEqualTo(60);
        }
        assertThat(node.state(back).file(GuestServices.MEMORY)).isEmpty();
    }

    @Test
    void scrubbedSeedKeepsTheHostKeyAndNoSeedToo() throws IOException {
        Machine machine = node.up();
        for (List<Medium> drives : List.of(List.of(node.medium(node.seed("муза").scrubbed())), List.<Medium>of())) {
            node.hypervisor.stop(machine, StopMode.FORCED, new RecordingWork());
            node.hypervisor.media(machine, drives, new RecordingWork());
            node.hypervisor.start(machine, new RecordingWork());
            try (GuestSession session = node.open(machine)) {
                assertThat(report(session).at("/status/phase").asText()).isEqualTo("ready");
            }
        }
        assertThat(node.hypervisor.console().orElseThrow().tail(machine, 10_000))
                .contains("disabled by generator")
                .endsWith("login:\n");
    }

    @Test
    void portsAreFreeAgainAfterTheDeletion() throws IOException {
        Machine machine = node.up();
        node.hypervisor.delete(machine, new RecordingWork());
        VivariumException e = catchThrowableOfType(
                VivariumException.class, () -> node.open(machine).close());
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER_UP, UNAVAILABLE, guest.unreachable",
        "WRONG_HOST_KEY, GUEST_FAULT, guest.host-key",
        "REFUSES_LOGIN, GUEST_FAULT, guest.login-refused"
    })
    void guestThatDoesNotLetUsIn(Misbehaviour wrong, Kind kind, String code) throws IOException {
        node.server.misbehave(wrong);
        Machine machine = node.up();
        VivariumException e = catchThrowableOfType(
                VivariumException.class, () -> node.open(machine).close());
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "BUNDLE_DAMAGED, /status/error/code, BUNDLE_DAMAGED",
        "NO_SPACE, /status/error/code, NO_SPACE",
        "INIT_FAILED, /status/error/code, INIT_FAILED",
        "SERVICE_CRASHED, /status/error/code, SERVICE_FAILED",
        "STUCK_UNPACKING, /status/phase, unpacking"
    })
    void guestThatIsNotWell(Misbehaviour wrong, String where, String what) throws IOException {
        Machine machine = node.up();
        try (GuestSession session = node.open(machine)) {
            node.state(machine).misbehave(wrong);
            assertThat(report(session).at(where).asText()).isEqualTo(what);
            node.state(machine).behave();
            assertThat(report(session).at("/status/phase").asText()).isEqualTo("ready");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REPORT_HUGE", "REPORT_BINARY", "REPORT_ENDLESS", "REPORT_SILENT"})
    void reportThatIsNone(Misbehaviour wrong) throws IOException {
        Machine machine = node.up();
        node.state(machine).misbehave(wrong);
        try (GuestSession session = node.open(machine)) {
            if (wrong == Misbehaviour.REPORT_HUGE) {
                assertThat(session.exec(REPORT, LIMIT).cut()).isTrue();
            } else if (wrong == Misbehaviour.REPORT_BINARY) {
                assertThat(session.exec(REPORT, LIMIT).out()).doesNotContain("format");
            } else {
                VivariumException e = catchThrowableOfType(
                        VivariumException.class, () -> session.exec(REPORT, Duration.ofMillis(300)));
                assertThat(e.kind()).isIn(Kind.TIMEOUT, Kind.GUEST_FAULT);
            }
        }
    }

    @Test
    void cloudInitErrorAndClosedPorts() throws IOException {
        node.server.misbehave(Misbehaviour.CLOUD_INIT_ERROR, Misbehaviour.PORTS_CLOSED);
        Machine machine = node.up();
        try (GuestSession session = node.open(machine)) {
            JsonNode result =
                    JSON.readTree(report(session).at("/cloudInit/result").asText());
            assertThat(result.at("/v1/errors").get(0).asText()).contains("runcmd");
            assertThat(session.tcp(8080, LIMIT)).isFalse();
        }
    }

    private static JsonNode report(GuestSession session) throws IOException {
        ExecResult result = session.exec(REPORT, LIMIT);
        assertThat(result.ok()).as(result.brief()).isTrue();
        return JSON.readTree(result.out());
    }
}
