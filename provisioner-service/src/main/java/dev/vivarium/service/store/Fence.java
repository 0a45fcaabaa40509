package dev.vivarium.service.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Lets a statement through only while a lease holds: the lease's row is read in the statement itself, and on PostgreSQL locked
 * until it is committed, so that nobody takes the lease over in between.
 *
 * @param token the lease; empty where nothing is to be checked
 */
record Fence(Handle handle, Optional<Token> token) {

    /** What one holder of one node's lease has. */
    record Token(String node, String holder, long number, LeaseTime time) {}

    /** A condition on the leases' table that holds for this token alone. */
    private static final String HOLDS = "node_id = :lease_node AND holder = :lease_holder AND token = :lease_token";

    /** A statement that may use {@link #values}. */
    Update update(String sql) {
        Update update = handle.createUpdate(sql);
        token.ifPresent(t -> {
            update.bind("lease_node", t.node()).bind("lease_holder", t.holder()).bind("lease_token", t.number());
            t.time().bind(update);
        });
        return update;
    }

    /** What an INSERT inserts: these values, or nothing if the lease does not hold. */
    String values(String values) {
        return token.map(t -> "SELECT " + values + " FROM leases WHERE " + HOLDS + " AND expires_at > "
                        + t.time().now() + t.time().dialect().forShare())
                .orElse("VALUES (" + values + ")");
    }

    /**
     * The same for several rows.
     *
     * @param values of each row, where {@code column1} and so on are those of {@code rows}
     * @param rows what comes after VALUES
     */
    String values(String values, String rows) {
        String given = "SELECT " + values + " FROM (VALUES " + rows + ") AS given";
        return token.map(t -> given + ", leases WHERE " + HOLDS + " AND expires_at > "
                        + t.time().now() + t.time().dialect().forShare("leases"))
                .orElse(given);
    }
}
