package dev.vivarium.service.sessions;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.service.sessions.SessionCourse.Turn;
import dev.vivarium.service.sessions.SessionRecord.ByPolicy;
import dev.vivarium.service.sessions.SessionWork.Ending;
import dev.vivarium.service.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and ends sessions. Each step is one transaction, in which the session's row, the operation that was begun for it and
 * what listeners write change together; so it does not matter when a process dies, who goes on, and how often it is asked to.
 */
public final class OpenSessions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSessions.class);

    private final Database database;
    private final SessionWork work;
    private final Clock clock;
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

    /** Sessions of these nodes. */
    public OpenSessions(Database database, SessionWork work, Clock clock) {
        this.database = database;
        this.work = work;
        this.clock = clock;
    }

    /** Tells this one of every change, too. */
    public void onChange(SessionListener listener) {
        listeners.add(listener);
    }

    /**
     * Asks for a session; the same request again is the same session.
     *
     * @param opensAt not before that
     * @throws VivariumException NOT_FOUND {@code node.unknown}; CONFLICT {@code session.open} if the node has one that is not
     *     over, {@code session.exists} if the id stands for another one
     */
    public SessionRecord open(
            UUID id, NodeId node, Optional<ByPolicy> policy, SessionTerms terms, Optional<Instant> opensAt) {
        return database.write(h -> {
            Optional<SessionRecord> known = SessionTable.find(h, id);
            if (known.isPresent()) {
                return same(known.get(), node, terms);
            }
            if (work.node(node).isEmpty()) {
                throw new VivariumException(Kind.NOT_FOUND, "node.unknown", "there is no node " + node);
            }
            SessionTable.active(h, node).ifPresent(OpenSessions::refuseBeside);
            Instant now = clock.instant();
            SessionRecord session = SessionRecord.requested(id, node, policy, terms, now, opensAt.orElse(now));
            SessionTable.insert(h, session, Optional.of(now));
            tell(Optional.empty(), session);
            return goOn(h, session);
        });
    }

    /**
     * Asks for the end of a session; one that is over stays as it is.
     *
     * @param after what is done then, in place of what was said when it was opened
     */
    public SessionRecord end(UUID id, Optional<AfterSession> after) {
        return database.write(h -> {
            SessionRecord session = known(h, id);
            if (session.state().isOver() || session.state() == SessionState.ENDING) {
                return session;
            }
            if (session.state() == SessionState.PREPARING && !session.prepared()) {
                session.operation().ifPresent(work::cancel);
            }
            SessionRecord ending = wantedToEnd(session, after);
            put(h, session, ending, Optional.of(clock.instant()));
            return goOn(h, ending);
        });
    }

    /** The session, if there is one. */
    public Optional<SessionRecord> session(UUID id) {
        return database.read(h -> SessionTable.find(h, id));
    }

    /** The node's session that is not over. */
    public Optional<SessionRecord> active(NodeId node) {
        return database.read(h -> SessionTable.active(h, node));
    }

    /** The node's sessions, newest first, after this position. */
    List<SessionRecord> list(
            NodeId node, Optional<SessionState> state, Optional<SessionTable.Position> after, int limit) {
        return database.read(h -> SessionTable.list(h, node, state, after, limit));
    }

    /** The snapshots of a node that sessions of this policy took, and which of them are being deleted. */
    public Map<SnapshotId, Optional<OperationId>> takenBy(UUID policy, NodeId node) {
        return database.read(h -> TakenSnapshots.by(h, policy, node));
    }

    /** This snapshot is being deleted. */
    public void deleting(SnapshotId snapshot, OperationId operation) {
        database.write(h -> TakenSnapshots.deleting(h, snapshot, operation));
    }

    /** This snapshot is gone. */
    public void forget(SnapshotId snapshot) {
        database.write(h -> TakenSnapshots.forget(h, snapshot));
    }

    /** Sessions of this policy that are over and were due before this time are not told any more. */
    public void forgetBefore(UUID policy, Instant time) {
        database.write(h -> {
            SessionTable.forgetBefore(h, policy, time);
            return policy;
        });
    }

    /** Goes on with a session as far as is possible now. */
    public void goOn(UUID id) {
        database.write(h -> SessionTable.find(h, id).map(s -> goOn(h, s)));
    }

    /** Goes on with the session that waits for this operation, if there is one. */
    public void operationEnded(OperationId operation) {
        database.read(h -> SessionTable.ofOperation(h, operation)).ifPresent(this::goOn);
    }

    /** Hears of the end of operations. What fails here is made up for when the session is looked at again. */
    public void hear(Progress progress) {
        if (progress.phase() != Progress.Phase.ENDED) {
            return;
        }
        try {
            operationEnded(progress.operation());
        } catch (VivariumException e) {
            LOG.warn("a session waits: {}", e.message());
        }
    }

    /** Looks whether the node still has what its session needs. */
    public void nodeChanged(NodeId node) {
        active(node).map(SessionRecord::id).ifPresent(this::goOn);
    }

    /** The sessions for which it is time to go on. */
    public List<UUID> due(int limit) {
        return database.read(h -> SessionTable.toWake(h, clock.instant(), limit));
    }

    /** After a failure: the session is looked at later, so that others have their turn. */
    public void postpone(UUID id, Instant until) {
        database.write(h -> h.execute(
                "UPDATE sessions SET wake_at = ? WHERE id = ? AND wake_at IS NOT NULL",
                until.toEpochMilli(),
                id.toString()));
    }

    /** What waits for a time is looked at again, as the clock cannot be relied on. */
    public void wakeAll() {
        database.write(h -> {
            SessionTable.wakeAll(h);
            return h;
        });
    }

    private SessionRecord goOn(Handle h, SessionRecord from) {
        SessionRecord session = from;
        while (!session.state().isOver()) {
            Instant now = clock.instant();
            Optional<Ending> ending = session.operation().flatMap(work::ending);
            Turn turn = begun(SessionCourse.next(session, work.node(session.node()), ending, now), session, now);
            if (session.state() != SessionState.OPEN) {
                keepTaken(h, session, ending);
            }
            put(h, session, turn.session(), turn.wake());
            if (turn.session().equals(session) || turn.begin().isPresent()) {
                return turn.session();
            }
            session = turn.session();
        }
        return session;
    }

    private Turn begun(Turn turn, SessionRecord session, Instant now) {
        if (turn.begin().isEmpty()) {
            return turn;
        }
        try {
            OperationId operation = work.begin(session.node(), turn.begin().get(), session.snapshotLabels());
            return new Turn(turn.session().edit().operation(operation).done(), turn.begin(), turn.wake());
        } catch (VivariumException e) {
            if (e.code().startsWith("store.")) {
                throw e;
            }
            return SessionCourse.refused(session, e.message(), now);
        }
    }

    private static void keepTaken(Handle h, SessionRecord session, Optional<Ending> ending) {
        ending.filter(Ending::taken).flatMap(Ending::snapshot).ifPresent(s -> TakenSnapshots.add(h, session, s));
    }

    private void put(Handle h, SessionRecord before, SessionRecord after, Optional<Instant> wake) {
        SessionTable.update(h, after, wake);
        if (!after.equals(before)) {
            tell(Optional.of(before), after);
        }
    }

    private void tell(Optional<SessionRecord> before, SessionRecord after) {
        listeners.forEach(l -> l.changed(before, after));
    }

    private static SessionRecord known(Handle h, UUID id) {
        return SessionTable.find(h, id)
                .orElseThrow(
                        () -> new VivariumException(Kind.NOT_FOUND, "session.unknown", "there is no session " + id));
    }

    private static SessionRecord wantedToEnd(SessionRecord session, Optional<AfterSession> after) {
        try {
            return session.edit().wantedToEnd(after).done();
        } catch (IllegalArgumentException e) {
            throw new VivariumException(Kind.CONFLICT, "session.after", String.valueOf(e.getMessage()), e);
        }
    }

    private static SessionRecord same(SessionRecord known, NodeId node, SessionTerms terms) {
        boolean isSame = known.endRequested() // its end may have become another
                ? known.terms().after(AfterSession.KEEP).equals(terms.after(AfterSession.KEEP))
                : known.terms().equals(terms);
        if (!known.node().equals(node) || !isSame) {
            throw new VivariumException(
                    Kind.CONFLICT, "session.exists", "the id " + known.id() + " stands for another session");
        }
        return known;
    }

    private static void refuseBeside(SessionRecord active) {
        throw new VivariumException(
                Kind.CONFLICT, "session.open", "the node is in use by session " + active.id() + "; end that one first");
    }
}
