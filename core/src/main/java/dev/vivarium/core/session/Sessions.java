package dev.vivarium.core.session;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what comes before and after a session. Pure: the same arguments give the same plan. */
public final class Sessions {
    /** Where a snapshot would hold something worth going back to. */
    private static final Set<NodeState> SOUND = Set.of(NodeState.READY, NodeState.STOPPED);
    /** Where a rollback can start: also from a node that a session spoiled. */
    private static final Set<NodeState> QUIET =
            Set.of(NodeState.READY, NodeState.UNREADY, NodeState.STOPPED, NodeState.FAILED);

    private Sessions() {}

    /** What comes before a session of this node that is to start now. */
    public static SessionPlan begin(SessionPolicy policy, Node node, Instant now) {
        if (policy.before() instanceof BeforeSession.TakeSnapshot take) {
            return SOUND.contains(node.state())
                    ? go(take(take, policy, node, now))
                    : failed(policy, "no snapshot before the session: " + stateOf(node));
        }
        if (policy.before() instanceof BeforeSession.RollbackTo back) {
            return rollback(
                    policy,
                    node,
                    find(node, back.snapshot()),
                    "there is no snapshot '" + back.snapshot() + "' to go back to");
        }
        return new SessionPlan.Go(List.of(), List.of());
    }

    /** What comes when this session ends now. */
    public static SessionPlan end(SessionPolicy policy, Session session, Node node, Instant now) {
        return switch (policy.after()) {
            case KEEP -> new SessionPlan.Go(List.of(), List.of());
            case SNAPSHOT ->
                SOUND.contains(node.state())
                        ? go(take(
                                new BeforeSession.TakeSnapshot(Optional.empty(), NamePattern.AFTER), policy, node, now))
                        : failed(policy, "no snapshot after the session: " + stateOf(node));
            case ROLLBACK ->
                rollback(
                        policy,
                        node,
                        session.startedFrom().flatMap(node::snapshot),
                        "the snapshot that the session started from is gone");
        };
    }

    /** What follows from a step of a plan that was carried out and failed. */
    public static SessionPlan failed(SessionPolicy policy, String reason) {
        return policy.onFailure() == OnFailure.PROCEED
                ? new SessionPlan.Go(List.of(), List.of(reason))
                : new SessionPlan.Blocked(reason);
    }

    private static SessionPlan rollback(SessionPolicy policy, Node node, Optional<NodeSnapshot> target, String absent) {
        if (!QUIET.contains(node.state())) {
            return failed(policy, "no rollback now: " + stateOf(node));
        }
        return target.map(t -> go(new SessionPlan.Step.Rollback(t.snapshot().id())))
                .orElseGet(() -> failed(policy, absent));
    }

    private static SessionPlan.Step take(
            BeforeSession.TakeSnapshot take, SessionPolicy policy, Node node, Instant now) {
        List<String> names =
                node.snapshots().stream().map(s -> s.snapshot().name()).toList();
        return new SessionPlan.Step.Take(
                take.name().at(now, policy.zone(), node.spec().name(), names), take.kind());
    }

    private static Optional<NodeSnapshot> find(Node node, String nameOrId) {
        return node.snapshots().stream()
                .filter(s -> s.snapshot().name().equals(nameOrId)
                        || s.snapshot().id().toString().equals(nameOrId))
                .findFirst();
    }

    private static String stateOf(Node node) {
        return "node " + node.spec().name() + " is " + node.state()
                + node.problem().map(p -> " (" + p + ")").orElse("");
    }

    private static SessionPlan go(SessionPlan.Step step) {
        return new SessionPlan.Go(List.of(step), List.of());
    }
}
