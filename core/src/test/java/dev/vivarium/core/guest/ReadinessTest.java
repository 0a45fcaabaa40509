package dev.vivarium.core.guest;

import static dev.vivarium.core.guest.SampleReport.cloudInit;
import static dev.vivarium.core.guest.SampleReport.failed;
import static dev.vivarium.core.guest.SampleReport.phase;
import static dev.vivarium.core.guest.SampleReport.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(SampleReport.NOW), ZoneOffset.UTC);
    private static final ExecResult NOT_YET = new ExecResult(127, "", "not found", false);

    private final TestWork work = new TestWork();
    private final PlayedGuest guest = new PlayedGuest();
    private Greeter agent;

    @BeforeEach
    void isWell() throws IOException {
        agent = new Greeter();
        guest.answers("GET :8080/health", 200, "ok");
        guest.answers("POST :8080/prompt", 200, "{\"response\":\"Муза\"}");
        guest.open.add(8081);
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void showsEachPhaseUntilAllHolds() {
        reports(List.of(
                () -> NOT_YET,
                () -> said(SampleReport.with(
                        r -> r.putNull("status"), r -> cloudInit(r).putNull("result"))),
                () -> said(SampleReport.with(phase("unpacking", "layer models", 1, 4))),
                () -> {
                    throw GuestErrors.connectionLost(new Endpoint("127.0.0.1", 1), null);
                },
                () -> said(SampleReport.with())));
        assertThat(await(() -> 0).ready()).isTrue();
        assertThat(work.progress())
                .containsExactly(
                        "cloud-init is at work",
                        "cloud-init is at work",
                        "unpacking: layer models",
                        "the SSH connection to 127.0.0.1:1 broke off");
    }

    @ParameterizedTest
    @CsvSource({
        "BUNDLE_DAMAGED, guest.bundle-damaged, make it again",
        "NO_SPACE, guest.no-space, larger disk",
        "INIT_FAILED, guest.init-failed, mend the bundle",
        "SERVICE_FAILED, guest.service-failed, mend the bundle",
        "WORK_DIED, guest.work-died, ''",
        "'../../x', guest.unknown, ''",
    })
    void whatFailedInTheGuestIsToldAtOnce(String code, String expected, String remedy) {
        reports(List.of(() -> said(SampleReport.with(failed(code, "slice 3 of models", "line 1\nline 2\u001b[0m")))));
        assertThatThrownBy(() -> await(() -> 0))
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT);
                    assertThat(e.code()).isEqualTo(expected);
                    assertThat(e.logTail()).isEqualTo("line 1\nline 2");
                })
                .hasMessageContaining("slice 3 of models")
                .hasMessageContaining(remedy);
        assertThat(work.nanos()).isZero();
    }

    /** What is looked at is what the guest said when it had ended: it is not asked twice. */
    @Test
    void aGuestThatWaitsIsAskedAgainAtOnceAndLookedAtOnce() {
        reports(List.of(
                () -> {
                    work.pause(Duration.ofSeconds(4));
                    return said(SampleReport.with(phase("unpacking", "layer models", 1, 4)));
                },
                () -> said(SampleReport.with())));
        assertThat(await(() -> 0).ready()).isTrue();
        assertThat(work.nanos()).isEqualTo(Duration.ofSeconds(4).toNanos());
        assertThat(guest.asked).filteredOn(a -> a.contains(" report")).hasSize(2);
    }

    @Test
    void aFailureOfAnEarlierBootDoesNotCount() {
        reports(List.of(
                () -> said(SampleReport.with(
                        failed("NO_SPACE", "x", ""), r -> status(r).put("bootId", "boot-1"))),
                () -> said(SampleReport.with())));
        assertThat(await(() -> 0).ready()).isTrue();
    }

    @Test
    void givesUpWhenNothingMovesThoughTheHeartGoesOn() {
        AtomicLong beat = new AtomicLong(SampleReport.NOW);
        reports(List.of(() -> said(SampleReport.with(
                phase("init", "boot/init.sh", 0, 0), r -> status(r).put("updatedAt", beat.incrementAndGet())))));
        assertThatThrownBy(() -> await(() -> 0))
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
                    assertThat(e.code()).isEqualTo("guest.not-ready");
                })
                .hasMessageContaining("init: boot/init.sh")
                .hasMessageContaining("vivarium logs Муза");
        assertThat(work.nanos()).isBetween(LIMIT.toNanos(), LIMIT.plusSeconds(6).toNanos());
    }

    @Test
    void waitsAsLongAsSomethingMoves() {
        AtomicLong done = new AtomicLong();
        reports(List.of(() -> said(
                done.get() < 600
                        ? SampleReport.with(phase("unpacking", "layer models", done.incrementAndGet(), 600))
                        : SampleReport.with())));
        assertThat(await(() -> 0).ready()).isTrue();
        assertThat(work.nanos()).isGreaterThan(LIMIT.multipliedBy(5).toNanos());

        AtomicLong console = new AtomicLong();
        reports(List.of(() -> console.get() < 600 ? NOT_YET : said(SampleReport.with())));
        assertThat(await(console::incrementAndGet).ready()).isTrue();
    }

    @Test
    void aWrongAnswerIsAskedForThreeTimesOnly() {
        guest.answers("POST :8080/prompt", 200, "{\"response\":\"Я никто\"}");
        reports(List.of(() -> said(SampleReport.with())));
        assertThatThrownBy(() -> await(() -> 0))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("guest.probe-failed"))
                .hasMessageContaining("Я никто");
        assertThat(guest.asked.stream().filter(a -> a.startsWith("POST"))).hasSize(3);
    }

    @Test
    void aServiceThatIsNotWellIsWaitedForWithoutProbes() {
        guest.answers("GET :8080/health", 503, "loading");
        reports(List.of(() -> said(SampleReport.with())));
        assertThatThrownBy(() -> await(() -> 0)).hasMessageContaining("health agent: HTTP 503");
        assertThat(guest.asked).noneMatch(a -> a.startsWith("POST"));
    }

    @Test
    void aGuestThatIsGoneIsToldAsSuch() {
        reports(List.of(() -> {
            throw GuestErrors.unreachable(new Endpoint("127.0.0.1", 1), new IOException("refused"));
        }));
        assertThatThrownBy(() -> await(() -> 0)).hasMessageContaining("no SSH at 127.0.0.1:1: refused");
    }

    @Test
    void aForeignHostKeyEndsTheWait() {
        reports(List.of(() -> {
            throw GuestErrors.hostKey(new Endpoint("127.0.0.1", 1), "a", "b");
        }));
        assertThatThrownBy(() -> await(() -> 0)).hasMessageContaining("another machine");
    }

    @Test
    void stopsWhenCancelled() {
        reports(List.of(() -> NOT_YET));
        work.atPause(work::cancel);
        assertThatThrownBy(() -> await(() -> 0)).hasMessage("cancelled");
    }

    /** The reports in turn; the last one stays. */
    private void reports(List<Supplier<ExecResult>> all) {
        int[] turn = {0};
        guest.says(
                GuestCommands.reportWithin(4),
                () -> all.get(Math.min(turn[0]++, all.size() - 1)).get());
    }

    private static ExecResult said(String out) {
        return new ExecResult(0, out, "", false);
    }

    private VerificationReport await(LongSupplier activity) {
        Node node = SampleNode.node(0, true);
        Verification verification =
                new Verification(node, SampleNode.machine(node, agent.port()), SampleNode.manifest(), CLOCK);
        Inactivity inactivity = new Inactivity(new Patience(LIMIT, activity), work::nanos);
        return new Readiness(verification, "Муза", SampleReport.BUNDLE, inactivity, work::nanos).await(guest, work);
    }
}
