package dev.vivarium.service.policies;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.SessionPlan;
import dev.vivarium.service.sessions.SessionListener;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.testkit.faults.Crash;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a process die at one of the points at which it asks for the time, asks something of nodes, or tells of a change. */
final class Mortal implements SessionListener {
    private final int cutAt;
    private int points;

    Mortal(int cutAt) {
        this.cutAt = cutAt;
    }

    boolean isDead() {
        return points >= cutAt;
    }

    int points() {
        return points;
    }

    @Override
    public void changed(Optional<SessionRecord> before, SessionRecord after) {
        point();
    }

    Clock clock(Clock real) {
        return new Clock() {
            @Override
            public Instant instant() {
                point();
                return real.instant();
            }

            @Override
            public ZoneId getZone() {
                return real.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    SessionWork work(SessionWork real) {
        return new SessionWork() {
            @Override
            public Optional<Node> node(NodeId id) {
                return real.node(id);
            }

            @Override
            public OperationId begin(NodeId node, SessionPlan.Step step, Map<String, String> labels) {
                return around(() -> real.begin(node, step, labels));
            }

            @Override
            public OperationId delete(NodeId node, SnapshotId snapshot) {
                return around(() -> real.delete(node, snapshot));
            }

            @Override
            public Optional<Ending> ending(OperationId id) {
                return real.ending(id);
            }

            @Override
            public void cancel(OperationId id) {
                around(() -> {
                    real.cancel(id);
                    return id;
                });
            }
        };
    }

    /** Once before it is begun, once after. */
    private <T> T around(Supplier<T> work) {
        point();
        T result = work.get();
        point();
        return result;
    }

    /** Here it may die. */
    void point() {
        points++;
        if (points >= cutAt) {
            throw new Crash("point " + cutAt); // the dead do nothing more
        }
    }
}
