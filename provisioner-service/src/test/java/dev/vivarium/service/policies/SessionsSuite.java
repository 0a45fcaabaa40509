package dev.vivarium.service.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import dev.vivarium.service.sessions.Before;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionState;
import dev.vivarium.service.sessions.SessionTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a session goes through, on either database. */
abstract class SessionsSuite extends OnStage {
    @Test
    void aSnapshotIsTakenThenItIsOpenThenItEnds() {
        SessionRecord asked = open(terms(Before.bestSnapshot(), AfterSession.KEEP));
        assertThat(asked.state()).isEqualTo(SessionState.PREPARING);
        assertThat(asked.operation()).isPresent();

        stage.endAll();
        SessionRecord open = stage.sessions().session(asked.id()).orElseThrow();
        assertThat(open.state()).isEqualTo(SessionState.OPEN);
        assertThat(open.startedFrom()).contains(onlySnapshot().snapshot().id());

        assertThat(stage.sessions().end(asked.id(), Optional.empty()).state()).isEqualTo(SessionState.ENDED);
        assertThat(stage.told)
                .extracting(SessionRecord::state)
                .startsWith(SessionState.PREPARING)
                .contains(SessionState.OPEN)
                .endsWith(SessionState.ENDED);
    }

    @Test
    void itEndsByItselfAndGoesBack() {
        SessionRecord asked = open(new SessionTerms(
                Before.bestSnapshot(),
                AfterSession.ROLLBACK,
                OnFailure.BLOCK,
                Optional.of(Duration.ofHours(2)),
                true,
                "UTC",
                Map.of()));
        stage.endAll();
        stage.pass(Duration.ofMinutes(119));
        stage.look();
        assertThat(state(asked)).isEqualTo(SessionState.OPEN);
        stage.pass(Duration.ofMinutes(1));
        stage.look();
        assertThat(state(asked)).isEqualTo(SessionState.ENDING);
        assertThat(stage.nodes.count("rollback")).isEqualTo(1);
        stage.endAll();
        assertThat(state(asked)).isEqualTo(SessionState.ENDED);
    }

    @Test
    void theEndMayBeAnotherThanWasSaid() {
        SessionRecord asked = openNow(terms(Before.bestSnapshot(), AfterSession.KEEP));
        assertThat(stage.sessions()
                        .end(asked.id(), Optional.of(AfterSession.SNAPSHOT))
                        .state())
                .isEqualTo(SessionState.ENDING);
        stage.endAll();
        assertThat(state(asked)).isEqualTo(SessionState.ENDED);
        assertThat(stage.nodes.count("snapshot")).isEqualTo(2);
        SessionRecord nothing = openNow(terms(Before.none(), AfterSession.KEEP));
        assertThatThrownBy(() -> stage.sessions().end(nothing.id(), Optional.of(AfterSession.ROLLBACK)))
                .hasMessageContaining("no snapshot to go back to");
        assertThat(state(nothing)).isEqualTo(SessionState.OPEN);
    }

    @Test
    void aNodeHasOneSessionAtATime() {
        SessionRecord first = open(terms(Before.none(), AfterSession.KEEP));
        assertThatThrownBy(() -> open(terms(Before.none(), AfterSession.KEEP)))
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.code()).isEqualTo("session.open");
                    assertThat(e.message()).contains(first.id().toString());
                });
        stage.sessions().end(first.id(), Optional.empty());
        open(terms(Before.none(), AfterSession.KEEP));
    }

    @Test
    void theSameRequestAgainIsTheSameSession() {
        UUID id = UUID.randomUUID();
        SessionTerms terms = terms(Before.bestSnapshot(), AfterSession.KEEP);
        stage.sessions().open(id, muse, Optional.empty(), terms, Optional.empty());
        stage.endAll();
        assertThat(stage.sessions()
                        .open(id, muse, Optional.empty(), terms, Optional.empty())
                        .state())
                .isEqualTo(SessionState.OPEN);
        stage.sessions().end(id, Optional.of(AfterSession.ROLLBACK));
        stage.sessions().open(id, muse, Optional.empty(), terms, Optional.empty());
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1);
        assertThatThrownBy(() -> stage.sessions()
                        .open(id, muse, Optional.empty(), terms(Before.none(), AfterSession.KEEP), Optional.empty()))
                .hasMessageContaining("stands for another session");
    }

    @Test
    void whatCannotBePreparedIsBlockedWithTheReason() {
        stage.nodes.state(muse, NodeState.UNREADY);
        SessionRecord asked = open(terms(Before.bestSnapshot(), AfterSession.KEEP));
        assertThat(asked.state()).isEqualTo(SessionState.BLOCKED);
        assertThat(asked.reason()).hasValueSatisfying(r -> assertThat(r).contains("муза is UNREADY"));
        stage.nodes.state(muse, NodeState.READY);
        SessionRecord gone = open(terms(Before.rollback("no-such"), AfterSession.KEEP));
        assertThat(gone.reason()).hasValueSatisfying(r -> assertThat(r).contains("no snapshot 'no-such'"));
    }

    @Test
    void orItGoesOnWithAWarning() {
        stage.nodes.state(muse, NodeState.UNREADY);
        SessionRecord open = open(new SessionTerms(
                Before.bestSnapshot(), AfterSession.KEEP, OnFailure.PROCEED, Optional.empty(), true, "UTC", Map.of()));
        assertThat(open.state()).isEqualTo(SessionState.OPEN);
        assertThat(open.warnings()).hasSize(1);
    }

    @Test
    void anOperationThatFailsBlocksIt() {
        SessionRecord asked = open(terms(Before.bestSnapshot(), AfterSession.KEEP));
        OperationId operation = asked.operation().orElseThrow();
        stage.nodes.end(operation, Optional.of("the disk is full"));
        stage.sessions().operationEnded(operation);
        SessionRecord blocked = stage.sessions().session(asked.id()).orElseThrow();
        assertThat(blocked.state()).isEqualTo(SessionState.BLOCKED);
        assertThat(blocked.reason()).contains("the disk is full");
    }

    @Test
    void itWaitsWhileSomebodyElseTakesASnapshot() {
        stage.nodes.state(muse, NodeState.SNAPSHOTTING);
        SessionRecord asked = open(terms(Before.bestSnapshot(), AfterSession.KEEP));
        assertThat(asked.operation()).isEmpty();
        stage.nodes.state(muse, NodeState.READY);
        stage.pass(Duration.ofSeconds(6));
        stage.look();
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1);
    }

    @Test
    void itIsBlockedWhenTheSnapshotThatItNeedsIsGone() {
        SessionRecord asked = openNow(terms(Before.bestSnapshot(), AfterSession.ROLLBACK));
        stage.sessions().nodeChanged(muse);
        assertThat(state(asked)).isEqualTo(SessionState.OPEN);
        stage.nodes.snapshots(muse, List.of());
        stage.sessions().nodeChanged(muse);
        SessionRecord blocked = stage.sessions().session(asked.id()).orElseThrow();
        assertThat(blocked.state()).isEqualTo(SessionState.BLOCKED);
        assertThat(blocked.reason()).hasValueSatisfying(r -> assertThat(r).contains("is gone"));
    }

    @Test
    void orWhenItsMachineIs() {
        SessionRecord asked = openNow(terms(Before.bestSnapshot(), AfterSession.ROLLBACK));
        stage.nodes.loseMachine(muse);
        stage.sessions().nodeChanged(muse);
        assertThat(state(asked)).isEqualTo(SessionState.BLOCKED);
    }

    @Test
    void aRollbackToWhatIsGoneIsRefusedAtTheEnd() {
        SessionRecord asked = openNow(terms(Before.bestSnapshot(), AfterSession.KEEP));
        stage.nodes.snapshots(muse, List.of());
        SessionRecord end = stage.sessions().end(asked.id(), Optional.of(AfterSession.ROLLBACK));
        assertThat(end.state()).isEqualTo(SessionState.BLOCKED);
        assertThat(stage.nodes.count("rollback")).isZero();
    }

    @Test
    void endedBeforeItBeganNothingIsLeftRunning() {
        SessionRecord asked = open(terms(Before.bestSnapshot(), AfterSession.SNAPSHOT));
        SessionRecord end = stage.sessions().end(asked.id(), Optional.empty());
        assertThat(end.state()).isEqualTo(SessionState.ENDED);
        assertThat(stage.nodes.running()).isEmpty();
        assertThat(stage.nodes.count("snapshot")).isEqualTo(1);
    }

    @Test
    void aNodeThatIsRemovedEndsItsSession() {
        SessionRecord asked = openNow(terms(Before.bestSnapshot(), AfterSession.ROLLBACK));
        stage.nodes.remove(muse);
        stage.sessions().nodeChanged(muse);
        SessionRecord over = stage.sessions().session(asked.id()).orElseThrow();
        assertThat(over.state()).isEqualTo(SessionState.ENDED);
        assertThat(over.warnings()).containsExactly("the node was removed");
        assertThatThrownBy(() -> open(terms(Before.none(), AfterSession.KEEP)))
                .hasMessageContaining("there is no node");
    }

    @Test
    void anEndThatNobodyToldOfIsSeenAfterAWhile() {
        SessionRecord asked = open(terms(Before.bestSnapshot(), AfterSession.KEEP));
        stage.nodes.endAll();
        stage.restart();
        stage.look();
        assertThat(state(asked)).isEqualTo(SessionState.OPEN);
        SessionRecord other =
                open(stage.nodes.add("другая", Map.of()), terms(Before.bestSnapshot(), AfterSession.KEEP));
        stage.nodes.endAll();
        stage.pass(Duration.ofSeconds(31));
        stage.look();
        assertThat(state(other)).isEqualTo(SessionState.OPEN);
    }

    private SessionRecord openNow(SessionTerms terms) {
        SessionRecord asked = open(terms);
        stage.endAll();
        return asked;
    }

    private SessionRecord open(SessionTerms terms) {
        return open(muse, terms);
    }

    private SessionRecord open(NodeId node, SessionTerms terms) {
        return stage.sessions().open(UUID.randomUUID(), node, Optional.empty(), terms, Optional.empty());
    }

    private SessionState state(SessionRecord session) {
        return stage.sessions().session(session.id()).orElseThrow().state();
    }

    private NodeSnapshot onlySnapshot() {
        List<NodeSnapshot> all = stage.nodes.node(muse).orElseThrow().snapshots();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static SessionTerms terms(Before before, AfterSession after) {
        return new SessionTerms(before, after, OnFailure.BLOCK, Optional.empty(), true, "UTC", Map.of());
    }
}
