package dev.vivarium.core.session;

import static dev.vivarium.core.session.SampleNodes.node;
import static dev.vivarium.core.session.SampleNodes.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.session.SessionPlan.Blocked;
import dev.vivarium.core.session.SessionPlan.Go;
import dev.vivarium.core.session.SessionPlan.Step;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:30:05Z");
    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final BeforeSession TAKE =
            new BeforeSession.TakeSnapshot(Optional.of(SnapshotKind.LIVE), NamePattern.BEFORE);

    @Test
    void takesANamedSnapshotByTheClockOfTheZone() {
        assertThat(Sessions.begin(policy(TAKE), node(NodeState.READY), NOW))
                .isEqualTo(go(new Step.Take("before-2026-03-01-123005", Optional.of(SnapshotKind.LIVE))));
    }

    @Test
    void aNameThatIsTakenGetsANumber() {
        NodeSnapshot same = named("before-2026-03-01-123005");
        NodeSnapshot second = named("before-2026-03-01-123005-2");
        assertThat(Sessions.begin(policy(TAKE), node(NodeState.READY, same, second), NOW))
                .isEqualTo(go(new Step.Take("before-2026-03-01-123005-3", Optional.of(SnapshotKind.LIVE))));
    }

    @Test
    void aSnapshotOfASpoiledNodeIsNotTaken() {
        assertThat(Sessions.begin(policy(TAKE), node(NodeState.UNREADY), NOW))
                .isEqualTo(new Blocked("no snapshot before the session: node муза is UNREADY (agent does not answer)"));
    }

    @Test
    void orTheSessionStartsWithAWarning() {
        SessionPolicy lenient = new SessionPolicy(TAKE, AfterSession.KEEP, OnFailure.PROCEED, MOSCOW);
        assertThat(Sessions.begin(lenient, node(NodeState.PROVISIONING), NOW))
                .isEqualTo(new Go(List.of(), List.of("no snapshot before the session: node муза is PROVISIONING")));
    }

    @ParameterizedTest
    @EnumSource(NodeState.class)
    void rollsBackAlsoASpoiledNodeButNoneThatIsAtWork(NodeState state) {
        NodeSnapshot clean = named("чистый");
        SessionPlan plan = Sessions.begin(policy(new BeforeSession.RollbackTo("чистый")), node(state, clean), NOW);
        if (Set.of(NodeState.READY, NodeState.UNREADY, NodeState.STOPPED, NodeState.FAILED)
                .contains(state)) {
            assertThat(plan).isEqualTo(go(new Step.Rollback(clean.snapshot().id())));
        } else {
            assertThat(plan).isInstanceOf(Blocked.class);
        }
    }

    @Test
    void aSnapshotIsFoundByItsIdToo() {
        NodeSnapshot clean = named("clean");
        BeforeSession byId = new BeforeSession.RollbackTo(clean.snapshot().id().toString());
        assertThat(Sessions.begin(policy(byId), node(NodeState.READY, clean), NOW))
                .isEqualTo(go(new Step.Rollback(clean.snapshot().id())));
    }

    @Test
    void aMissingSnapshotBlocks() {
        assertThat(Sessions.begin(policy(new BeforeSession.RollbackTo("gone")), node(NodeState.READY), NOW))
                .isEqualTo(new Blocked("there is no snapshot 'gone' to go back to"));
    }

    @Test
    void nothingNeedsNothing() {
        assertThat(Sessions.begin(policy(new BeforeSession.Nothing()), node(NodeState.NEEDS_OPERATOR), NOW))
                .isEqualTo(new Go(List.of(), List.of()));
    }

    @Test
    void afterwardsKeepSnapshotOrRollback() {
        NodeSnapshot start = named("start");
        Session session =
                new Session(SampleNodes.ID, NOW, Optional.of(start.snapshot().id()));
        var node = node(NodeState.READY, start);
        assertThat(Sessions.end(after(AfterSession.KEEP), session, node, NOW)).isEqualTo(new Go(List.of(), List.of()));
        assertThat(Sessions.end(after(AfterSession.SNAPSHOT), session, node, NOW))
                .isEqualTo(go(new Step.Take("after-2026-03-01-123005", Optional.empty())));
        assertThat(Sessions.end(after(AfterSession.ROLLBACK), session, node, NOW))
                .isEqualTo(go(new Step.Rollback(start.snapshot().id())));
        assertThat(Sessions.end(after(AfterSession.ROLLBACK), session, node(NodeState.READY), NOW))
                .isEqualTo(new Blocked("the snapshot that the session started from is gone"));
        assertThat(Sessions.end(after(AfterSession.SNAPSHOT), session, node(NodeState.UNREADY), NOW))
                .isInstanceOf(Blocked.class);
    }

    @Test
    void aPatternMayHoldTheNodesName() {
        assertThat(new NamePattern("{node}.перед_{date}").at(NOW, MOSCOW, "муза", List.of()))
                .isEqualTo("муза.перед_2026-03-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "{when}", "{", "{}", "a\nb", "{node}$1\\"})
    void aPatternThatMakesNoNameIsRefused(String text) {
        assertThatThrownBy(() -> new NamePattern(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SessionPolicy policy(BeforeSession before) {
        return new SessionPolicy(before, AfterSession.KEEP, OnFailure.BLOCK, MOSCOW);
    }

    private static SessionPolicy after(AfterSession after) {
        return new SessionPolicy(new BeforeSession.Nothing(), after, OnFailure.BLOCK, MOSCOW);
    }

    private static NodeSnapshot named(String name) {
        return taken(SnapshotId.random(), name, NOW, NodeSnapshot.Origin.USER, false);
    }

    private static Go go(Step step) {
        return new Go(List.of(step), List.of());
    }
}
