package dev.vivarium.service.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.policies.PolicyRun.Outcome;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionState;
import dev.vivarium.service.store.LeaseSettings;
import dev.vivarium.service.store.SqlJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies do by the clock, on either database. */
abstract class PoliciesSuite extends OnStage {
    @Test
    void aSnapshotIsFinishedBeforeTheSessionWouldStart() {
        PolicyRecord policy = stage.policy(daily());
        stage.liveUntil("2026-03-02T08:49:30Z", Duration.ofSeconds(30));
        assertThat(stage.runs(policy)).isEmpty();
        stage.liveUntil("2026-03-02T09:00:00Z", Duration.ofSeconds(30));
        assertThat(stage.runs(policy)).singleElement().satisfies(run -> {
            assertThat(run.dueAt()).isEqualTo("2026-03-02T09:00:00Z");
            assertThat(run.outcome()).isEqualTo(Outcome.DONE);
            assertThat(run.startedAt()).contains(Instant.parse("2026-03-02T08:50:00Z"));
        });
        assertThat(names()).containsExactly("before-2026-03-02-085000");
        assertThat(stage.sessions().active(muse)).as("no session stays").isEmpty();
    }

    @Test
    void aSessionIsOpenWhenItIsDueAndEndsAsSaid() {
        PolicyRecord policy = stage.policy(Stage.with(daily(), Map.of("endsAfter", "PT8H", "after", "rollback")));
        stage.liveUntil("2026-03-02T08:59:30Z", Duration.ofSeconds(30));
        assertThat(stage.sessions().active(muse).map(SessionRecord::state)).contains(SessionState.PREPARING);
        stage.liveUntil("2026-03-02T09:00:00Z", Duration.ofSeconds(30));
        assertThat(stage.sessions().active(muse)).hasValueSatisfying(s -> {
            assertThat(s.state()).isEqualTo(SessionState.OPEN);
            assertThat(s.startedAt()).contains(Instant.parse("2026-03-02T09:00:00Z"));
            assertThat(s.policy().orElseThrow().id()).isEqualTo(policy.id());
        });
        stage.liveUntil("2026-03-03T09:00:00Z", Duration.ofMinutes(5));
        assertThat(stage.nodes.count("rollback")).isEqualTo(1);
        assertThat(stage.runs(policy)).extracting(PolicyRun::outcome).containsExactly(Outcome.DONE, Outcome.DONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Europe/Berlin       | 30 2 * * *  | 2026-03-27T12:00:00Z | 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
                "Europe/Berlin       | 30 2 * * *  | 2026-10-23T12:00:00Z | 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
                "America/Sao_Paulo   | 0 0 * * *   | 2018-11-02T12:00:00Z | 2018-11-03T03:00:00Z 2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
                "America/Sao_Paulo   | 30 23 * * * | 2019-02-15T12:00:00Z | 2019-02-16T01:30:00Z 2019-02-17T01:30:00Z 2019-02-18T02:30:00Z",
                "Australia/Lord_Howe | 15 2 * * *  | 2026-10-02T00:00:00Z | 2026-10-02T15:45:00Z 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z",
                "Europe/Moscow       | 30 1 * * *  | 2014-10-24T12:00:00Z | 2014-10-24T21:30:00Z 2014-10-25T21:30:00Z 2014-10-26T22:30:00Z",
            })
    void aDailySessionIsDailyWhereTheClockIsChanged(String zone, String cron, String from, String runs) {
        stage.set(from);
        PolicyRecord policy = stage.policy(Stage.daily("daily", cron, zone, muse));
        stage.liveUntil(runs.substring(runs.lastIndexOf(' ') + 1), Duration.ofMinutes(5));
        stage.liveUntil(stage.clock.instant().plus(Duration.ofHours(12)).toString(), Duration.ofMinutes(30));
        assertThat(stage.runs(policy))
                .extracting(run -> run.dueAt().toString())
                .containsExactly(runs.strip().split(" ", -1));
        assertThat(stage.nodes.count("snapshot")).isEqualTo(3);
    }

    @Test
    void aRestartAcrossTheDueTimeIsCaughtUpOnceOrSkipped() {
        PolicyRecord once = stage.policy(daily());
        NodeId other = stage.nodes.add("другая", Map.of());
        PolicyRecord skip =
                stage.policy(Stage.with(Stage.daily("skip", "0 9 * * *", "UTC", other), Map.of("catchUp", "skip")));
        stage.look();
        stage.pass(Duration.ofDays(3).plusHours(4));
        stage.restart();
        stage.look();
        stage.endAll();
        assertThat(stage.runs(once)).extracting(PolicyRun::outcome).containsExactly(Outcome.SKIPPED, Outcome.DONE);
        assertThat(stage.runs(once).get(0).reason())
                .hasValueSatisfying(r -> assertThat(r).contains("3 runs"));
        assertThat(stage.runs(once).get(1).dueAt()).isEqualTo("2026-03-05T09:00:00Z");
        assertThat(stage.runs(skip)).singleElement().satisfies(r -> {
            assertThat(r.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(r.node()).isEmpty();
        });
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1);
        stage.liveUntil("2026-03-06T09:00:00Z", Duration.ofMinutes(5));
        assertThat(stage.nodes.count("snapshot")).as("both go on").isEqualTo(3);
    }

    @Test
    void aClockThatJumpsAheadAndBackDoublesNothingAndStopsNothing() {
        PolicyRecord policy = stage.policy(daily());
        stage.liveUntil("2026-03-02T09:10:00Z", Duration.ofMinutes(1));
        stage.set("2031-01-01T12:00:00Z");
        stage.look();
        stage.endAll();
        assertThat(stage.nodes.count("snapshot")).as("one made up for").isEqualTo(2);
        stage.set("2026-03-02T08:30:00Z");
        stage.liveUntil("2026-03-04T09:10:00Z", Duration.ofMinutes(1));
        assertThat(stage.runs(policy).stream()
                        .filter(r -> r.outcome() == Outcome.DONE)
                        .map(r -> r.dueAt().toString()))
                .containsExactly(
                        "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z", "2031-01-01T09:00:00Z");
        assertThat(stage.nodes.count("snapshot")).isEqualTo(4);
    }

    @Test
    void twoInstancesDoNothingTwice() {
        PolicyRecord policy = stage.policy(daily());
        Stage.Instance other = stage.new Instance(stage.clock, stage.nodes);
        for (int minute = 0; minute < 90; minute++) {
            stage.pass(Duration.ofMinutes(1));
            other.clockwork().tick();
            stage.look();
            other.clockwork().tick();
            stage.endAll();
        }
        assertThat(stage.runs(policy)).hasSize(1);
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1);
    }

    @Test
    void nodesAreChosenByLabelsWhenItIsTime() {
        PolicyRecord policy =
                stage.policy(Stage.with(daily(), Map.of("nodes", Map.of("labels", Map.of("team", "atelier")))));
        for (int i = 0; i < 45; i++) {
            stage.nodes.add("n" + i, Map.of("team", "atelier"));
        }
        stage.nodes.add("x", Map.of("team", "other"));
        stage.liveUntil("2026-03-02T09:10:00Z", Duration.ofMinutes(5));
        assertThat(stage.runs(policy)).hasSize(46).allMatch(r -> r.outcome() == Outcome.DONE);
        assertThat(stage.nodes.count("snapshot")).isEqualTo(46);
    }

    @Test
    void labelsAreFoundInTheStoreWhateverTheyHold() {
        List<Map<String, String>> labels = List.of(
                Map.of("team", "ателье"),
                Map.of("team", "50%_!"),
                Map.of("team", "50x_!"),
                Map.of("team", "a\"b\\c"),
                Map.of("team", "ателье", "floor", "2"));
        List<Node> stored = new ArrayList<>();
        try (SqlJournal journal = new SqlJournal(stage.database, LeaseSettings.of("it"), accepted -> {})) {
            labels.forEach(l -> stored.add(
                    stage.nodes.node(stage.nodes.add("n" + stored.size(), l)).orElseThrow()));
            stored.forEach(journal::put);
        }
        LabelledNodes choice = new LabelledNodes(stage.database);
        for (Map<String, String> wanted : labels) {
            assertThat(choice.withLabels(wanted, Optional.empty(), 10))
                    .as("%s", wanted)
                    .containsExactlyInAnyOrderElementsOf(stage.nodes.withLabels(wanted, Optional.empty(), 10));
        }
        List<NodeId> two = choice.withLabels(labels.get(0), Optional.empty(), 10);
        assertThat(two).hasSize(2);
        assertThat(choice.withLabels(labels.get(0), Optional.of(two.get(0)), 10))
                .containsExactly(two.get(1));
    }

    @Test
    void nodesThatAreGoneAreTold() {
        PolicyRecord policy = stage.policy(daily());
        PolicyRecord nobody = stage.policy(Stage.with(
                Stage.with(daily(), Map.of("nodes", Map.of("labels", Map.of("team", "none")))),
                Map.of("name", "none")));
        stage.nodes.remove(muse);
        stage.liveUntil("2026-03-02T09:10:00Z", Duration.ofMinutes(5));
        assertThat(stage.runs(policy).get(0).reason()).contains("there is no such node");
        assertThat(stage.runs(nobody).get(0).reason()).contains("there is no node that it is about");
    }

    @Test
    void aChangedScheduleHoldsFromNowOn() {
        PolicyRecord policy = stage.policy(daily());
        stage.look();
        stage.policy(Stage.daily("daily", "0 12 * * *", "UTC", muse));
        stage.liveUntil("2026-03-02T12:10:00Z", Duration.ofMinutes(5));
        assertThat(stage.runs(policy)).extracting(r -> r.dueAt().toString()).containsExactly("2026-03-02T12:00:00Z");
        stage.policies().delete(policy.id());
        stage.liveUntil("2026-03-03T12:10:00Z", Duration.ofMinutes(5));
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1);
        assertThatThrownBy(() -> stage.policies().delete(policy.id())).hasMessageContaining("there is no policy");
    }

    @Test
    void namesAreUniqueAndNonsenseIsRefused() {
        stage.policy(daily());
        assertThatThrownBy(() -> stage.policies().put(UUID.randomUUID(), daily()))
                .hasMessageContaining("another policy");
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("schedule", Map.of("cron", "0 9 30 2 *")),
                Map.of("schedule", Map.of("cron", "0 9 * * *", "zone", "Mars/Olympus")),
                Map.of("lead", "P8D"),
                Map.of("endsAfter", "PT0S"),
                Map.of("session", false, "after", "snapshot"),
                Map.of("before", Map.of("nothing", true), "after", "rollback"),
                Map.of("before", Map.of()),
                Map.of("nodes", Map.of("ids", List.of())),
                Map.of("retention", Map.of("last", -1)),
                Map.of("retention", Map.of("last", 10_001)),
                Map.of("retention", Map.of("maxAge", "P106751991167300D")),
                Map.of("nodes", Map.of("labels", Map.of("Team", "x"))),
                Map.of("before", Map.of("rollbackTo", "a\u0000b")),
                Map.of("name", "a\u0000b"),
                Map.of("name", " "))) {
            assertThatThrownBy(() -> Stage.with(daily(), wrong))
                    .as("%s", wrong)
                    .hasMessageNotContaining("dev.vivarium");
        }
    }

    @Test
    void aThousandPoliciesAtTheSameMinuteAllRunOnce() {
        List<PolicyRecord> all = new ArrayList<>();
        stage.database.write(h -> {
            for (int i = 0; i < 1000; i++) {
                all.add(stage.policy(Stage.daily("p" + i, "0 9 * * *", "UTC", stage.nodes.add("n" + i, Map.of()))));
            }
            return h;
        });
        stage.look();
        stage.set("2026-03-02T08:50:00Z");
        stage.look();
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1000);
        stage.look();
        stage.endAll();
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1000);
        assertThat(all)
                .allSatisfy(p -> assertThat(stage.runs(p)).singleElement().matches(r -> r.outcome() == Outcome.DONE));
    }
}
