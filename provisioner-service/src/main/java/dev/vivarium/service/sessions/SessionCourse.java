package dev.vivarium.service.sessions;

import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.Session;
import dev.vivarium.core.session.SessionPlan;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import dev.vivarium.core.session.Sessions;
import dev.vivarium.service.sessions.SessionWork.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What comes next for a session: PREPARING → OPEN → ENDING → ENDED, or BLOCKED. Pure. */
final class SessionCourse {
    /** Whoever works on the node will be done; then it can be decided what is possible. */
    private static final Set<NodeState> PASSING = Set.of(NodeState.SNAPSHOTTING, NodeState.ROLLING_BACK);
    /** The end of an operation is told at once; this is for the case that whoever should have told it died. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private static final Duration NODE_IS_BUSY = Duration.ofSeconds(5);

    private SessionCourse() {}

    /**
     * One step on.
     *
     * @param session as it is then
     * @param begin what is to be begun with that, if anything
     * @param wake when to look again if nothing is heard before
     */
    record Turn(SessionRecord session, Optional<SessionPlan.Step> begin, Optional<Instant> wake) {}

    /**
     * What comes next.
     *
     * @param ending how its operation ended, if it has one that did
     */
    static Turn next(SessionRecord session, Optional<Node> node, Optional<Ending> ending, Instant now) {
        if (session.state().isOver()) {
            return new Turn(session, Optional.empty(), Optional.empty());
        }
        if (node.isEmpty()) {
            return over(session.edit().warnings(List.of("the node was removed")).ended(now));
        }
        return switch (session.state()) {
            case PREPARING -> session.prepared() ? prepared(session, now) : preparing(session, node.get(), ending, now);
            case OPEN -> open(session, node.get(), now);
            default -> ending(session, ending, now);
        };
    }

    /** What follows when a step could not even begin. */
    static Turn refused(SessionRecord session, String why, Instant now) {
        return failed(session, why, Optional.empty(), now);
    }

    private static Turn preparing(SessionRecord session, Node node, Optional<Ending> ending, Instant now) {
        if (session.operation().isPresent()) {
            return ending.map(e -> prepared(session, node, e, now)).orElseGet(() -> wait(session, now));
        }
        if (session.endRequested()) {
            return over(session.edit().ended(now));
        }
        if (PASSING.contains(node.state())) {
            return new Turn(session, Optional.empty(), Optional.of(now.plus(NODE_IS_BUSY)));
        }
        SessionPlan plan = Sessions.begin(session.terms().policy(), node, now);
        if (plan instanceof SessionPlan.Blocked blocked) {
            return over(session.edit().blocked(blocked.reason(), now));
        }
        SessionPlan.Go go = (SessionPlan.Go) plan;
        SessionEdit edit = session.edit().warnings(go.warnings());
        return go.steps().isEmpty() ? stay(edit.prepared(Optional.empty()), now) : begin(edit, go, now);
    }

    private static Turn prepared(SessionRecord session, Node node, Ending ending, Instant now) {
        Optional<SnapshotId> snapshot = ending.failure().isEmpty() ? ending.snapshot() : kept(node, ending);
        return ending.failure().isEmpty() || session.endRequested()
                ? stay(session.edit().prepared(snapshot), now)
                : failed(session, ending.failure().get(), snapshot, now);
    }

    /** A snapshot may be there although the operation ended badly afterwards. */
    private static Optional<SnapshotId> kept(Node node, Ending ending) {
        return ending.taken() ? ending.snapshot().filter(s -> node.snapshot(s).isPresent()) : Optional.empty();
    }

    private static Turn prepared(SessionRecord session, Instant now) {
        if (session.endRequested() || !session.terms().staysOpen()) {
            return over(session.edit().ended(now));
        }
        if (now.isBefore(session.opensAt())) {
            return new Turn(session, Optional.empty(), Optional.of(session.opensAt()));
        }
        SessionRecord open = session.edit().open(now).done();
        return new Turn(open, Optional.empty(), open.endsAt());
    }

    private static Turn open(SessionRecord session, Node node, Instant now) {
        if (isStranded(session, node)) {
            return over(session.edit()
                    .blocked(
                            "the snapshot that the session started from is gone, so the node cannot go back to it",
                            now));
        }
        boolean isTime = session.endsAt().filter(at -> !now.isBefore(at)).isPresent();
        if (!isTime && !session.endRequested()) {
            return new Turn(session, Optional.empty(), session.endsAt());
        }
        if (PASSING.contains(node.state())) {
            return new Turn(session, Optional.empty(), Optional.of(now.plus(NODE_IS_BUSY)));
        }
        Session used =
                new Session(session.node(), session.startedAt().orElse(session.requestedAt()), session.startedFrom());
        SessionPlan plan = Sessions.end(session.terms().policy(), used, node, now);
        if (plan instanceof SessionPlan.Blocked blocked) {
            return over(session.edit().blocked(blocked.reason() + "; the node stays as it is", now));
        }
        SessionPlan.Go go = (SessionPlan.Go) plan;
        SessionEdit edit = session.edit().warnings(go.warnings());
        return go.steps().isEmpty() ? over(edit.ended(now)) : begin(edit.ending(), go, now);
    }

    /** Better known now than when it ends. */
    private static boolean isStranded(SessionRecord session, Node node) {
        return session.terms().onFailure() == OnFailure.BLOCK
                && session.startedFrom()
                        .filter(s -> session.needs(s) && (node.snapshot(s).isEmpty() || isGone(node)))
                        .isPresent();
    }

    /** With its machine all its snapshots are gone, though they are still listed. */
    private static boolean isGone(Node node) {
        return node.condition(Condition.Name.MACHINE_CREATED)
                .filter(c -> c.status() == Condition.Status.FALSE)
                .isPresent();
    }

    private static Turn ending(SessionRecord session, Optional<Ending> ending, Instant now) {
        return ending.map(e -> e.failure().isEmpty()
                        ? over(session.edit().ended(now))
                        : failed(session, e.failure().get(), Optional.empty(), now))
                .orElseGet(() -> wait(session, now));
    }

    private static Turn failed(SessionRecord session, String why, Optional<SnapshotId> kept, Instant now) {
        SessionPlan plan = Sessions.failed(session.terms().policy(), why);
        if (plan instanceof SessionPlan.Go go) {
            SessionEdit edit = session.edit().warnings(go.warnings());
            return session.state() == SessionState.PREPARING ? stay(edit.prepared(kept), now) : over(edit.ended(now));
        }
        return over(session.edit().blocked(why, now));
    }

    private static Turn begin(SessionEdit edit, SessionPlan.Go go, Instant now) {
        return new Turn(edit.done(), Optional.of(go.steps().get(0)), Optional.of(now.plus(LOOK_AGAIN)));
    }

    /** Work may stand in a long line, so the longer it has taken the rarer it is looked at. */
    private static Turn wait(SessionRecord session, Instant now) {
        Duration taken = Duration.between(session.requestedAt(), now);
        Duration more = taken.isNegative() ? Duration.ZERO : taken.dividedBy(4);
        Duration most = LOOK_AGAIN.multipliedBy(10);
        return new Turn(
                session,
                Optional.empty(),
                Optional.of(now.plus(LOOK_AGAIN.plus(more.compareTo(most) > 0 ? most : more))));
    }

    /** There is more to decide at once. */
    private static Turn stay(SessionEdit edit, Instant now) {
        return new Turn(edit.done(), Optional.empty(), Optional.of(now));
    }

    private static Turn over(SessionEdit edit) {
        return new Turn(edit.done(), Optional.empty(), Optional.empty());
    }
}
