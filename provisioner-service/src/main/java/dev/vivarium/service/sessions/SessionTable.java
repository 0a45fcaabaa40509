package dev.vivarium.service.sessions;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The rows of sessions. */
final class SessionTable {
    private static final int VERSION = 1;
    private static final String ACTIVE = "state IN ('PREPARING', 'OPEN', 'ENDING')";

    private SessionTable() {}

    static Optional<SessionRecord> find(Handle h, UUID id) {
        return one(h.createQuery("SELECT document FROM sessions WHERE id = :id").bind("id", id.toString()));
    }

    /** The node's session that is not over. */
    static Optional<SessionRecord> active(Handle h, NodeId node) {
        return one(h.createQuery("SELECT document FROM sessions WHERE node_id = :node AND " + ACTIVE)
                .bind("node", node.toString()));
    }

    /** The session that this operation prepares or ends. */
    static Optional<UUID> ofOperation(Handle h, OperationId operation) {
        return h.createQuery("SELECT id FROM sessions WHERE operation_id = :operation AND " + ACTIVE)
                .bind("operation", operation.toString())
                .mapTo(String.class)
                .findFirst()
                .map(UUID::fromString);
    }

    static List<UUID> toWake(Handle h, Instant now, int limit) {
        return h.createQuery("SELECT id FROM sessions WHERE wake_at <= :now ORDER BY wake_at LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .mapTo(String.class)
                .map(UUID::fromString)
                .list();
    }

    /** Everything that waits for a time is looked at again. */
    static void wakeAll(Handle h) {
        h.execute("UPDATE sessions SET wake_at = 0 WHERE wake_at IS NOT NULL");
    }

    /**
     * The node's sessions, newest first.
     *
     * @param after the last one that the caller has
     */
    static List<SessionRecord> list(
            Handle h, NodeId node, Optional<SessionState> state, Optional<Position> after, int limit) {
        Query query = h.createQuery("SELECT document FROM sessions WHERE node_id = :node"
                        + (state.isPresent() ? " AND state = :state" : "")
                        + (after.isPresent() ? " AND (requested_at, id) < (:at, :id)" : "")
                        + " ORDER BY requested_at DESC, id DESC LIMIT :limit")
                .bind("node", node.toString())
                .bind("limit", limit);
        state.ifPresent(s -> query.bind("state", s.name()));
        after.ifPresent(p -> query.bind("at", p.at().toEpochMilli()).bind("id", p.id()));
        return query.mapTo(String.class).map(SessionTable::read).list();
    }

    /** Where in the list of sessions. */
    record Position(Instant at, String id) {}

    static void insert(Handle h, SessionRecord session, Optional<Instant> wake) {
        bound(
                        h.createUpdate("INSERT INTO sessions (id, node_id, policy_id, due_at, state, operation_id,"
                                + " requested_at, wake_at, version, document) VALUES (:id, :node, :policy, :due, :state,"
                                + " :operation, :requested, :wake, :version, :document)"),
                        session,
                        wake)
                .execute();
    }

    static void update(Handle h, SessionRecord session, Optional<Instant> wake) {
        bound(
                        h.createUpdate("UPDATE sessions SET state = :state, operation_id = :operation, wake_at = :wake,"
                                + " version = :version, document = :document WHERE id = :id"),
                        session,
                        wake)
                .execute();
    }

    /** Sessions of this policy that are over and were due before this time are not told any more. */
    static void forgetBefore(Handle h, UUID policy, Instant time) {
        h.createUpdate(
                        "DELETE FROM sessions WHERE policy_id = :policy AND due_at < :time AND state NOT IN ('PREPARING', 'OPEN', 'ENDING')")
                .bind("policy", policy.toString())
                .bind("time", time.toEpochMilli())
                .execute();
    }

    private static Update bound(Update update, SessionRecord session, Optional<Instant> wake) {
        return update.bind("id", session.id().toString())
                .bind("node", session.node().toString())
                .bind("policy", policy(session))
                .bind("due", session.policy().map(p -> p.dueAt().toEpochMilli()).orElse(null))
                .bind("state", session.state().name())
                .bind(
                        "operation",
                        session.operation().map(OperationId::toString).orElse(null))
                .bind("requested", session.requestedAt().toEpochMilli())
                .bind("wake", wake.map(Instant::toEpochMilli).orElse(null))
                .bind("version", VERSION)
                .bind("document", Json.write(session));
    }

    static @Nullable String policy(SessionRecord session) {
        return session.policy().map(p -> p.id().toString()).orElse(null);
    }

    private static Optional<SessionRecord> one(Query query) {
        return query.mapTo(String.class).findFirst().map(SessionTable::read);
    }

    private static SessionRecord read(String document) {
        return Json.read(document, SessionRecord.class);
    }
}
