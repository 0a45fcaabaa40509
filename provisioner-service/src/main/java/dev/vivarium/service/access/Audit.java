package dev.vivarium.service.access;

import dev.vivarium.service.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who did what, when, and how it ended. Entries are only added: the database itself refuses to change or remove one. */
public final class Audit {
    private final Database database;
    private final Clock clock;

    /** The one in this database. */
    public Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One entry, as it is kept and shown.
     *
     * @param id grows
     * @param at when
     * @param actor the token's name, {@code policy NAME} or {@code service}
     * @param token its id, where it was one
     * @param address where the request came from
     * @param action the operationId of the request, or what the service did by itself
     * @param node which node it was about
     * @param target the path of the request
     * @param operation what was accepted
     * @param result {@code accepted}, {@code done}, or the problem's code
     */
    public record Entry(
            long id,
            Instant at,
            String actor,
            Optional<String> token,
            Optional<String> address,
            String action,
            Optional<String> node,
            Optional<String> target,
            Optional<String> operation,
            String result) {

        /** What the service did by itself. */
        public static Entry byService(
                String actor, String action, Optional<String> node, Optional<String> operation, String result) {
            return new Entry(
                    0,
                    Instant.EPOCH,
                    actor,
                    Optional.empty(),
                    Optional.empty(),
                    action,
                    node,
                    Optional.empty(),
                    operation,
                    result);
        }
    }

    /** Adds an entry; in the transaction of the caller, if there is one. Id and time are given here. */
    public void add(Entry entry, Optional<String> traceId) {
        database.write(h -> h.createUpdate(
                        "INSERT INTO audit (at, actor, token_id, address, action, node_id, target, operation_id, trace_id,"
                                + " result) VALUES (:at, :actor, :token, :address, :action, :node, :target, :operation, :trace,"
                                + " :result)")
                .bind("at", clock.millis())
                .bind("actor", entry.actor())
                .bind("token", entry.token().orElse(null))
                .bind("address", entry.address().orElse(null))
                .bind("action", entry.action())
                .bind("node", entry.node().orElse(null))
                .bind("target", entry.target().orElse(null))
                .bind("operation", entry.operation().orElse(null))
                .bind("trace", traceId.orElse(null))
                .bind("result", entry.result())
                .execute());
    }

    /**
     * Entries, newest first.
     *
     * @param before only those with a smaller id
     * @param node only those about this node
     * @param since only from then on
     */
    public List<Entry> newest(Optional<Long> before, Optional<String> node, Optional<Instant> since, int limit) {
        return database.read(h -> h.createQuery("SELECT * FROM audit WHERE id < :before AND at >= :since"
                        + (node.isPresent() ? " AND node_id = :node" : "") + " ORDER BY id DESC LIMIT :limit")
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("since", since.map(Instant::toEpochMilli).orElse(0L))
                .bindMap(node.isPresent() ? java.util.Map.of("node", node.get()) : java.util.Map.of())
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    /**
     * Where an operation comes from.
     *
     * @param trace that its request belonged to
     * @param node that it is about
     */
    public record Origin(String trace, String node) {
        /** One that nobody asked for. */
        public static final Origin UNKNOWN = new Origin("", "");
    }

    /** Where the operation comes from. */
    public Origin originOf(String operation) {
        return database.read(h -> h.createQuery("SELECT trace_id, node_id FROM audit WHERE operation_id = :operation")
                .bind("operation", operation)
                .map((row, context) -> new Origin(
                        Objects.requireNonNullElse(row.getString(1), ""),
                        Objects.requireNonNullElse(row.getString(2), "")))
                .findFirst()
                .orElse(Origin.UNKNOWN));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                Optional.ofNullable(row.getString("token_id")),
                Optional.ofNullable(row.getString("address")),
                row.getString("action"),
                Optional.ofNullable(row.getString("node_id")),
                Optional.ofNullable(row.getString("target")),
                Optional.ofNullable(row.getString("operation_id")),
                row.getString("result"));
    }
}
