package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.TestKeys;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ReachingTest {
    private static final Endpoint SSH = new Endpoint("127.0.0.1", 40022);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final VivariumException DEAF = GuestErrors.unreachable(SSH, new IOException("refused"));
    private static final VivariumException WRONG = GuestErrors.hostKey(SSH, "SHA256:a", "SHA256:b");
    private static final VivariumException NO_ACCOUNT = GuestErrors.loginRefused(SSH, "vivarium");

    private final KeyRing ring = TestKeys.ring();
    private final GuestLogin login = new GuestLogin(
            new HostKey.Derived(1, ring.hostKey(NodeId.random(), 1).publicLine()), "vivarium", ring.loginKey(1));
    private final TestWork work = new TestWork();
    private final Deque<VivariumException> answers = new ArrayDeque<>();
    private int tries;

    @Test
    void earlyBootMeansNotYet() {
        for (int i = 0; i < 8; i++) {
            answers.add(i < 5 ? DEAF : NO_ACCOUNT);
        }
        reach(LIMIT, () -> 0);
        assertThat(tries).isEqualTo(9);
        assertThat(work.progress()).contains("waiting for the guest to answer", "the guest is up, its account not yet");
    }

    @Test
    void anotherHostKeyIsLookedAtThreeTimesTwoSecondsApart() {
        answers.add(WRONG);
        answers.add(WRONG);
        reach(LIMIT, () -> 0);
        assertThat(work.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(4).toNanos());

        for (int i = 0; i < Reaching.SIGHTINGS; i++) {
            answers.add(WRONG);
        }
        assertThatThrownBy(() -> reach(LIMIT, () -> 0)).isSameAs(WRONG);
    }

    @Test
    void otherAnswersBetweenStartTheCountAgain() {
        for (int i = 0; i < 4; i++) {
            answers.add(WRONG);
            answers.add(DEAF);
        }
        reach(LIMIT, () -> 0);
        assertThat(tries).isEqualTo(9);
    }

    @Test
    void givesUpWhenNothingMoves() {
        assertThatThrownBy(() -> {
                    answers.add(DEAF);
                    reachWith(DEAF, () -> 0);
                })
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
                    assertThat(e.code()).isEqualTo("guest.unreachable");
                })
                .hasMessageContaining("60 s")
                .hasMessageContaining("console");
        assertThat(work.nanos()).isBetween(LIMIT.toNanos(), LIMIT.plusSeconds(3).toNanos());
    }

    @Test
    void saysThatTheAccountNeverCame() {
        assertThatThrownBy(() -> reachWith(NO_ACCOUNT, () -> 0)).isSameAs(NO_ACCOUNT);
    }

    @Test
    void waitsAsLongAsTheConsoleGrows() {
        AtomicLong console = new AtomicLong();
        Duration talking = Duration.ofMinutes(10);
        assertThatThrownBy(() -> reachWith(
                        DEAF, () -> work.nanos() < talking.toNanos() ? console.incrementAndGet() : console.get()))
                .hasMessageContaining("nothing moved");
        assertThat(work.nanos())
                .isGreaterThan(talking.plus(LIMIT).minusSeconds(3).toNanos());
    }

    @Test
    void waitsForAnAddress() {
        assertThatThrownBy(() -> new Reaching(
                                (endpoint, who) -> new SilentSession(), new Inactivity(Patience.of(LIMIT), work::nanos))
                        .await(Optional::empty, login, work))
                .hasMessageContaining("no address");
        assertThat(tries).isZero();
    }

    @Test
    void stopsWhenCancelled() {
        work.atPause(work::cancel);
        assertThatThrownBy(() -> reachWith(DEAF, () -> 0)).hasMessage("cancelled");
    }

    @Test
    void whatIsNotOfTheNetworkIsNotRetried() {
        VivariumException bug = new VivariumException(Kind.INTERNAL, "x", "x");
        assertThatThrownBy(() -> reachWith(bug, () -> 0)).isSameAs(bug);
        assertThat(tries).isEqualTo(1);
    }

    private void reach(Duration limit, LongSupplier activity) {
        new Reaching(
                        (endpoint, who) -> {
                            tries++;
                            if (!answers.isEmpty()) {
                                throw answers.remove();
                            }
                            return new SilentSession();
                        },
                        new Inactivity(new Patience(limit, activity), work::nanos))
                .await(() -> Optional.of(SSH), login, work);
    }

    private void reachWith(VivariumException always, LongSupplier activity) {
        new Reaching(
                        (endpoint, who) -> {
                            tries++;
                            throw always;
                        },
                        new Inactivity(new Patience(LIMIT, activity), work::nanos))
                .await(() -> Optional.of(SSH), login, work);
    }
}
