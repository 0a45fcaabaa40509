package dev.vivarium.service.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.policies.PolicyRun.Outcome;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.faults.Crash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies at each point of three days with a policy that opens sessions, goes back after them and lets old snapshots
 * go; the next one goes on: each day has one run, one session and one snapshot, and nothing is begun twice.
 */
class PolicyCrashTest {
    private static final Instant END = Instant.parse("2026-03-05T08:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void dyingNowAndThenDoublesAndLosesNothing() {
        int points = dieAt(Integer.MAX_VALUE);
        assertThat(points).isGreaterThan(100);
        for (int cut = 1; cut < points; cut += 13) {
            dieAt(cut);
        }
    }

    @Test
    @Tag("full")
    void dyingAnywhereDoublesAndLosesNothing() {
        int points = dieAt(Integer.MAX_VALUE);
        for (int cut = 1; cut < points; cut++) {
            dieAt(cut);
        }
    }

    /** @return how many points there are */
    private int dieAt(int cut) {
        DatabaseSettings settings = DatabaseSettings.sqlite(directory.resolve("cut" + cut + ".db"));
        try (Stage stage = new Stage(settings, "2026-03-02T08:00:00Z")) {
            NodeId muse = stage.nodes.add("муза", Map.of());
            PolicyRecord policy = stage.policy(Stage.with(
                    Stage.daily("daily", "0 9 * * *", "UTC", muse),
                    Map.of("endsAfter", "PT2H", "after", "rollback", "retention", Map.of("last", 1))));
            Mortal mortal = new Mortal(cut);
            Stage.Instance instance = stage.new Instance(mortal.clock(stage.clock), mortal.work(stage.nodes));
            instance.sessions().onChange(mortal);
            boolean died = false;
            while (stage.clock.instant().isBefore(END)) {
                stage.pass(Duration.ofMinutes(10));
                try {
                    live(stage, instance);
                } catch (Crash e) {
                    died = true;
                    instance = stage.new Instance(stage.clock, stage.nodes);
                    live(stage, instance);
                }
            }
            assertThat(died).isEqualTo(mortal.isDead());
            check(stage, policy, muse);
            return mortal.points();
        }
    }

    private static void live(Stage stage, Stage.Instance instance) {
        while (instance.clockwork().tick()) {
            // there is more
        }
        List<OperationId> ended = stage.nodes.endAll();
        ended.forEach(instance.sessions()::operationEnded);
    }

    private static void check(Stage stage, PolicyRecord policy, NodeId muse) {
        List<PolicyRun> runs = stage.runs(policy);
        assertThat(runs)
                .extracting(r -> r.dueAt().toString())
                .containsExactly("2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z");
        assertThat(runs).allMatch(r -> r.outcome() == Outcome.DONE);
        assertThat(stage.nodes.count("snapshot")).isEqualTo(3);
        assertThat(stage.nodes.count("rollback")).isEqualTo(3);
        assertThat(stage.nodes.count("delete")).isEqualTo(2);
        assertThat(stage.nodes.node(muse).orElseThrow().snapshots()).hasSize(1);
        assertThat(stage.sessions().active(muse)).isEmpty();
        assertThat(runs).extracting(PolicyRun::session).doesNotHaveDuplicates().allMatch(s -> s.isPresent());
        UUID last = runs.get(2).session().orElseThrow();
        assertThat(stage.sessions().session(last).orElseThrow().state().isOver())
                .isTrue();
    }
}
