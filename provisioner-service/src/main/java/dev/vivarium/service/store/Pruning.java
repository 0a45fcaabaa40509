package dev.vivarium.service.store;

import java.time.Instant;

/** Which operations nobody will ask for any more. */
final class Pruning {
    private static final int KEPT = 50;

    private Pruning() {}

    static int prune(Database database, Instant before) {
        return database.writeBeside(h -> {
            int operations = h.createUpdate(
                            "DELETE FROM operations WHERE ended_at < :before AND (node_id NOT IN (SELECT id"
                                    + " FROM nodes) OR (SELECT count(*) FROM operations later WHERE later.node_id ="
                                    + " operations.node_id AND later.seq > operations.seq) >= :kept)")
                    .bind("before", before.toEpochMilli())
                    .bind("kept", KEPT)
                    .execute();
            h.createUpdate("DELETE FROM leases WHERE holder = '' AND since < :before AND node_id NOT IN (SELECT id FROM"
                            + " nodes) AND node_id NOT IN (SELECT node_id FROM operations)")
                    .bind("before", before.toEpochMilli())
                    .execute();
            return operations;
        });
    }
}
