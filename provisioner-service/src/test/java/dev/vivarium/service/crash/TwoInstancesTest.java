package dev.vivarium.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Waiting;
import dev.vivarium.service.rig.Answer;
import dev.vivarium.service.rig.Caller;
import dev.vivarium.service.rig.Instance;
import dev.vivarium.service.rig.Ports;
import dev.vivarium.service.rig.Scene;
import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one PostgreSQL, from REST to the hypervisor: one is killed, or stands still, or the database is away. */
@ExtendWith(WithPostgres.class)
class TwoInstancesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> ENDED = Set.of("done", "failed", "cancelled", "needs-operator");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final PostgresServer postgres;
    private final List<Accepted> accepted = new ArrayList<>();
    private Scene scene;
    private Instance first;
    private Instance second;
    private Caller one;
    private Caller other;

    TwoInstancesTest(PostgresServer postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void begin() throws IOException {
        scene = Scene.open(
                directory,
                postgres.newDatabase(),
                "  lease: 6s\n  limits: {perToken: 100000, perAddress: 100000}",
                "task=PT0.2S",
                "at-once=16");
        first = new Instance(scene, "first", Ports.free());
        second = new Instance(scene, "second", Ports.free());
        first.start();
        second.start();
        one = new Caller(List.of(first.address()), scene.token(), Duration.ofSeconds(20));
        other = new Caller(List.of(second.address()), scene.token(), Duration.ofSeconds(20));
    }

    @AfterEach
    void end() {
        first.close();
        second.close();
        scene.close();
    }

    @Test
    void theOtherFinishesWhatAKilledOneBegan() {
        create(6);
        awaitEffects(4);

        first.process().kill();

        assertAllDone();
        assertNothingIsWrong();
    }

    @Test
    void theOtherFinishesWhatAFrozenOneBeganAndNothingHappensTwice() {
        create(6);
        awaitEffects(4);
        first.process().freeze();
        assertAllDone(); // the lease ends, the claim goes to the other one

        first.process().thaw();

        Answer late = one.change("POST", "/v1/nodes", scene.bare("поздняя"));
        assertThat(late.status()).isEqualTo(202);
        accepted.add(new Accepted(Instant.now(), "createNode", late.text("node"), late.text("id"), ""));
        assertAllDone();
        assertNothingIsWrong();
    }

    @Test
    void whileTheDatabaseIsAwayThatIsSaidAndThenWorkGoesOn() throws IOException, InterruptedException {
        create(3);
        awaitEffects(2);

        postgres.pause();
        try {
            Answer refused = one.once("GET", "/v1/nodes", null, "");
            assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
            assertThat(refused.retryAfterSeconds())
                    .hasValueSatisfying(s -> assertThat(s).isPositive());
            Answer change = one.once("POST", "/v1/nodes", scene.bare("никакая"), "a-key");
            assertThat(change.status()).as(change.toString()).isEqualTo(503);
            Answer ready = one.once("GET", "/readyz", null, "");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body().path("reasons")).isNotEmpty();
        } finally {
            postgres.resume();
        }

        one.await("/readyz", PATIENCE, a -> a.status() == 200);
        assertAllDone();
        assertNothingIsWrong();
    }

    private void create(int nodes) {
        for (int i = 0; i < nodes; i++) {
            Instant at = Instant.now();
            Answer answer = one.change("POST", "/v1/nodes", scene.node("муза-" + i));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
            accepted.add(new Accepted(at, "createNode", answer.text("node"), answer.text("id"), ""));
        }
    }

    private void awaitEffects(int count) {
        Waiting.until(
                "the number of effects on the hypervisor",
                PATIENCE,
                () -> scene.console().effects().size(),
                n -> n >= count);
    }

    private void assertAllDone() {
        for (Accepted promise : accepted) {
            Answer ended = other.await(
                    "/v1/operations/" + promise.operation(), PATIENCE, a -> ENDED.contains(a.text("state")));
            assertThat(ended.text("state")).as(ended.toString()).isEqualTo("done");
        }
    }

    private void assertNothingIsWrong() {
        Verdict verdict = new Verdict(Facts.gather(other, scene.console()), accepted);
        assertThat(verdict.orphans()).as("orphans").isEmpty();
        assertThat(verdict.duplicates()).as("duplicates").isEmpty();
        assertThat(verdict.lost()).as("lost").isEmpty();
        assertThat(scene.console().machines()).hasSize(accepted.size());
    }
}
