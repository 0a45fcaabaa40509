package dev.vivarium.service.policies;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.policies.PolicyRun.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** The rows of runs: one for each policy, node and due time. */
final class RunTable {
    private static final int VERSION = 1;

    private RunTable() {}

    /** False if this due time has its row already. */
    static boolean insert(Handle h, PolicyRun run) {
        return bound(
                                h.createUpdate(
                                        "INSERT INTO policy_runs (policy_id, node_id, due_at, outcome, session_id, version,"
                                                + " document) VALUES (:policy, :node, :due, :outcome, :session, :version, :document)"
                                                + " ON CONFLICT DO NOTHING"),
                                run)
                        .execute()
                > 0;
    }

    static void update(Handle h, PolicyRun run) {
        bound(
                        h.createUpdate(
                                "UPDATE policy_runs SET outcome = :outcome, session_id = :session, version = :version,"
                                        + " document = :document WHERE policy_id = :policy AND node_id = :node AND due_at = :due"),
                        run)
                .execute();
    }

    static boolean exists(Handle h, UUID policy, NodeId node, Instant dueAt) {
        return one(h.createQuery("SELECT document FROM policy_runs WHERE policy_id = :policy AND node_id = :node AND"
                                + " due_at = :due")
                        .bind("policy", policy.toString())
                        .bind("node", node.toString())
                        .bind("due", dueAt.toEpochMilli()))
                .isPresent();
    }

    static Optional<PolicyRun> ofSession(Handle h, UUID session) {
        return one(h.createQuery("SELECT document FROM policy_runs WHERE session_id = :session")
                .bind("session", session.toString()));
    }

    /** The run that waits for the node's session to end. */
    static Optional<PolicyRun> waiting(Handle h, NodeId node) {
        return one(h.createQuery("SELECT document FROM policy_runs WHERE node_id = :node AND outcome = :outcome"
                        + " ORDER BY due_at LIMIT 1")
                .bind("node", node.toString())
                .bind("outcome", Outcome.WAITING.name()));
    }

    static List<PolicyRun> waitingOf(Handle h, UUID policy) {
        return h.createQuery("SELECT document FROM policy_runs WHERE policy_id = :policy AND outcome = :outcome")
                .bind("policy", policy.toString())
                .bind("outcome", Outcome.WAITING.name())
                .mapTo(String.class)
                .map(RunTable::read)
                .list();
    }

    /**
     * Newest first.
     *
     * @param after the last one that the caller has
     */
    static List<PolicyRun> list(Handle h, UUID policy, Optional<Position> after, int limit) {
        Query query = h.createQuery("SELECT document FROM policy_runs WHERE policy_id = :policy"
                        + (after.isPresent() ? " AND (due_at, node_id) < (:due, :node)" : "")
                        + " ORDER BY due_at DESC, node_id DESC LIMIT :limit")
                .bind("policy", policy.toString())
                .bind("limit", limit);
        after.ifPresent(p -> query.bind("due", p.dueAt().toEpochMilli()).bind("node", p.node()));
        return query.mapTo(String.class).map(RunTable::read).list();
    }

    /** Where in the list of runs. */
    record Position(Instant dueAt, String node) {}

    /** The due time of the run after this many newer ones. */
    static Optional<Instant> dueOf(Handle h, UUID policy, int newer) {
        return h.createQuery("SELECT due_at FROM policy_runs WHERE policy_id = :policy"
                        + " ORDER BY due_at DESC, node_id DESC LIMIT 1 OFFSET :newer")
                .bind("policy", policy.toString())
                .bind("newer", newer)
                .mapTo(Long.class)
                .findFirst()
                .map(Instant::ofEpochMilli);
    }

    /** What is older than this is not told any more. */
    static void forgetBefore(Handle h, UUID policy, Instant time) {
        h.createUpdate("DELETE FROM policy_runs WHERE policy_id = :policy AND due_at < :time"
                        + " AND outcome NOT IN ('WAITING', 'RUNNING')")
                .bind("policy", policy.toString())
                .bind("time", time.toEpochMilli())
                .execute();
    }

    private static Update bound(Update update, PolicyRun run) {
        return update.bind("policy", run.policy().toString())
                .bind("node", run.node().map(NodeId::toString).orElse(""))
                .bind("due", run.dueAt().toEpochMilli())
                .bind("outcome", run.outcome().name())
                .bind("session", run.session().map(UUID::toString).orElse(null))
                .bind("version", VERSION)
                .bind("document", Json.write(run));
    }

    private static Optional<PolicyRun> one(Query query) {
        return query.mapTo(String.class).findFirst().map(RunTable::read);
    }

    private static PolicyRun read(String document) {
        return Json.read(document, PolicyRun.class);
    }
}
