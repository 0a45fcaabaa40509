package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.closed;
import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static dev.vivarium.proxmox.api.ScriptedServer.raw;
import static dev.vivarium.proxmox.api.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks on the wire: a question is asked again, a change never. */
class RepeatingTest {
    private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"data\":{\"version\":\"9.2";

    private final ScriptedServer server = new ScriptedServer();
    private final Clients clients = new Clients();
    private final Pve pve = clients.open(server);

    @AfterEach
    void close() {
        pve.close();
        server.close();
    }

    static Stream<ScriptedServer.Answer> brokenAnswers() {
        return Stream.of(
                closed(),
                raw("HTTP/1.1 200", false),
                raw(HALF, false),
                raw("no HTTP at all\r\n\r\n", false),
                status("595 Connection refused", ""),
                status("596 Broken pipe", ""),
                status("599 Too many redirections", ""),
                status("502 Bad Gateway", "<html>"),
                status("503 Service Unavailable", ""));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void aQuestionIsAskedAgain(ScriptedServer.Answer broken) {
        server.then(broken, broken, data("{\"version\":\"9.2.11\"}"));
        assertThat(pve.version()).isEqualTo(new PveVersion("9.2.11", 9, 2));
        assertThat(server.requests()).hasSize(3);
        assertThat(clients.slept)
                .hasSize(2)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(100), Duration.ofMillis(400)));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void aQuestionIsGivenUpInTheEnd(ScriptedServer.Answer broken) {
        server.otherwise(broken);
        VivariumException failure = failure(pve::version);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo("proxmox.unavailable");
        assertThat(server.requests()).hasSize(Repeats.DEFAULT.tries());
    }

    static Stream<ScriptedServer.Answer> lostOutcomes() {
        return Stream.of(
                closed(),
                raw("HTTP/1.1 200", false),
                raw(HALF, false),
                raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true),
                raw("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", true),
                status("596 Broken pipe", ""),
                status("599 Too many redirections", ""),
                status("504 Gateway Timeout", ""));
    }

    @ParameterizedTest
    @MethodSource("lostOutcomes")
    void aChangeIsNotAskedForAgainAndItsOutcomeIsUnknown(ScriptedServer.Answer lost) {
        server.otherwise(lost);
        for (ThrowingCallable change : new ThrowingCallable[] {
            () -> pve.machines("pve").start(100),
            () -> pve.machines("pve").change(100, "d", Params.none()),
            () -> pve.machines("pve").delete(100)
        }) {
            server.requests().clear();
            VivariumException failure = failure(change);
            assertThat(PveErrors.unanswered(failure)).as(failure.message()).isTrue();
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(clients.slept).isEmpty();
    }

    @Test
    void aChangeThatCertainlyDidNotArriveIsNotUnknown() {
        server.otherwise(status("595 Connection refused", ""));
        VivariumException failure = failure(() -> pve.machines("pve").start(100));
        assertThat(failure.code()).isEqualTo("proxmox.unavailable");
        assertThat(failure.message()).contains("595 Connection refused");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aServerThatAsksForARepeatDoesNotGetOne() {
        server.then(raw("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n", true))
                .otherwise(data("null"));
        assertThat(failure(() -> pve.machines("pve").delete(100)).code()).isEqualTo("proxmox.unavailable");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (ScriptedServer elsewhere = new ScriptedServer()) {
            server.otherwise(raw(
                    "HTTP/1.1 301 Moved Permanently\r\nLocation: " + elsewhere.address()
                            + "/api2/json/version\r\nContent-Length: 0\r\n\r\n",
                    true));
            assertThat(failure(pve::version).code()).isEqualTo("proxmox.redirect");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void anEmptyAnswerIsNoData() {
        server.otherwise(status("200 OK", ""));
        assertThat(failure(pve::version).code()).isEqualTo("proxmox.answer");
    }

    @Test
    void aRefusalCountsAlsoIfItsBodyIsCutOff() {
        server.otherwise(raw("HTTP/1.1 500 VM is locked (backup)\r\nContent-Length: 500\r\n\r\n{\"da", false));
        assertThat(failure(() -> pve.machines("pve").start(100)).code()).isEqualTo("proxmox.locked");
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        server.otherwise((request, out) -> {
            out.write(Clients.bytes("HTTP/1.1 200 OK\r\n\r\n{\"data\":\""));
            byte[] piece = new byte[1 << 16];
            Arrays.fill(piece, (byte) 'x');
            while (true) {
                out.write(piece);
            }
        });
        assertThat(failure(() -> pve.machines("pve").start(100)).message()).contains("larger than 32768 KiB");
    }

    @Test
    void aServerThatDripsIsNotWaitedForForEver() {
        server.otherwise((request, out) -> {
            out.write(Clients.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
            for (int i = 0; i < 100_000; i++) {
                out.write(' ');
                out.flush();
                LockSupport.parkNanos(20_000_000);
            }
            return false;
        });
        Duration limit = Duration.ofMillis(400);
        try (Pve hasty = clients.open(Clients.settings(Clients.TOKEN, server)
                .within(new PveTimeouts(
                        Clients.QUICK.connect(), Duration.ofSeconds(5), Duration.ofSeconds(5), limit)))) {
            VivariumException failure = failure(() -> hasty.machines("pve").start(100));
            assertThat(PveErrors.unanswered(failure)).isTrue();
            assertThat(failure.message()).contains("nothing moved within the time-out");
        }
    }

    @Test
    void anInterruptedThreadIsNoFailureOfTheServer() {
        server.otherwise(data("{\"version\":\"9.2.11\"}"));
        Thread.currentThread().interrupt();
        VivariumException failure = failure(pve::version);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    }

    private static VivariumException failure(ThrowingCallable call) {
        return catchThrowableOfType(VivariumException.class, call);
    }
}
