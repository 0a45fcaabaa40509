package dev.vivarium.service.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import dev.vivarium.service.policies.PolicyRun.Outcome;
import dev.vivarium.service.sessions.Before;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What policies leave out, let wait and let go, on either database. */
abstract class PolicyRulesSuite extends OnStage {

    @Test
    void whileASessionIsOpenARunIsLeftOut() {
        PolicyRecord policy = stage.policy(daily());
        SessionRecord open = openSession();
        stage.liveUntil("2026-03-02T09:10:00Z", Duration.ofMinutes(1));
        assertThat(stage.runs(policy)).singleElement().satisfies(r -> {
            assertThat(r.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(r.reason())
                    .hasValueSatisfying(
                            why -> assertThat(why).contains(open.id().toString()));
        });
    }

    @Test
    void orItWaitsAndNoMoreThanOneDoes() {
        PolicyRecord policy = stage.policy(Stage.with(daily(), Map.of("overlap", "queue")));
        SessionRecord open = openSession();
        stage.liveUntil("2026-03-03T09:10:00Z", Duration.ofMinutes(5));
        assertThat(stage.runs(policy)).extracting(PolicyRun::outcome).containsExactly(Outcome.WAITING, Outcome.SKIPPED);
        stage.sessions().end(open.id(), Optional.empty());
        assertThat(stage.runs(policy).get(0).outcome()).isEqualTo(Outcome.RUNNING);
        stage.endAll();
        assertThat(stage.runs(policy).get(0).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void whatWaitsIsNotBegunForAPolicyThatWasSwitchedOff() {
        PolicySpec spec = Stage.with(daily(), Map.of("overlap", "queue"));
        PolicyRecord policy = stage.policy(spec);
        SessionRecord open = openSession();
        stage.liveUntil("2026-03-02T09:10:00Z", Duration.ofMinutes(5));
        stage.policy(Stage.with(spec, Map.of("enabled", false)));
        stage.sessions().end(open.id(), Optional.empty());
        assertThat(stage.runs(policy).get(0).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(stage.nodes.count("snapshot")).isZero();
        stage.liveUntil("2026-03-04T09:10:00Z", Duration.ofHours(1));
        assertThat(stage.runs(policy)).hasSize(1);
    }

    @Test
    void retentionDeletesThePolicysOwnAndNothingElse() {
        PolicyRecord policy = stage.policy(Stage.with(daily(), Map.of("retention", Map.of("last", 2))));
        NodeSnapshot named = stage.nodes.userSnapshot(muse, "мой");
        SessionRecord session = stage.sessions()
                .open(
                        UUID.randomUUID(),
                        muse,
                        Optional.empty(),
                        new SessionTerms(
                                Before.bestSnapshot(),
                                AfterSession.KEEP,
                                OnFailure.BLOCK,
                                Optional.empty(),
                                true,
                                "UTC",
                                Map.of()),
                        Optional.empty());
        stage.endAll();
        stage.sessions().end(session.id(), Optional.empty());
        stage.liveUntil("2026-03-03T12:00:00Z", Duration.ofMinutes(5));
        pinNewest();
        stage.liveUntil("2026-03-07T12:00:00Z", Duration.ofMinutes(5));
        assertThat(names())
                .containsExactly(
                        named.snapshot().name(),
                        "before-2026-03-02-080000",
                        "before-2026-03-03-085000",
                        "before-2026-03-06-085000",
                        "before-2026-03-07-085000");
        List<SnapshotId> deleted = new ArrayList<>();
        stage.runs(policy).forEach(r -> deleted.addAll(r.deletedSnapshots()));
        assertThat(deleted).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void whatAPolicyGoesBackToOrASessionStartedFromStays() {
        stage.policy(Stage.with(daily(), Map.of("retention", Map.of("last", 1))));
        stage.liveUntil("2026-03-02T12:00:00Z", Duration.ofMinutes(5));
        NodeId other = stage.nodes.add("другая", Map.of());
        stage.policy(Stage.with(
                Stage.daily("back", "0 0 1 1 *", "UTC", other),
                Map.of("before", Map.of("rollbackTo", "before-2026-03-02-085000"))));
        stage.liveUntil("2026-03-05T12:00:00Z", Duration.ofMinutes(5));
        assertThat(names()).containsExactly("before-2026-03-02-085000", "before-2026-03-05-085000");
    }

    @Test
    void aFailedSnapshotDeletesNothingAndIsTold() {
        PolicyRecord policy = stage.policy(Stage.with(daily(), Map.of("retention", Map.of("last", 1))));
        stage.liveUntil("2026-03-02T12:00:00Z", Duration.ofMinutes(5));
        stage.nodes.state(muse, NodeState.UNREADY);
        stage.liveUntil("2026-03-03T12:00:00Z", Duration.ofMinutes(5));
        assertThat(names()).hasSize(1);
        assertThat(stage.runs(policy).get(1)).satisfies(r -> {
            assertThat(r.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(r.reason()).hasValueSatisfying(why -> assertThat(why).contains("UNREADY"));
        });
    }

    private void pinNewest() {
        List<NodeSnapshot> all =
                new ArrayList<>(stage.nodes.node(muse).orElseThrow().snapshots());
        NodeSnapshot newest = all.remove(all.size() - 1);
        all.add(newest.pinned(true));
        stage.nodes.snapshots(muse, all);
    }

    private SessionRecord openSession() {
        return stage.sessions()
                .open(
                        UUID.randomUUID(),
                        muse,
                        Optional.empty(),
                        new SessionTerms(
                                Before.none(),
                                AfterSession.KEEP,
                                OnFailure.BLOCK,
                                Optional.empty(),
                                true,
                                "UTC",
                                Map.of()),
                        Optional.empty());
    }
}
