package dev.vivarium.service.store;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Writes the entries of operations, each time in one round trip: whoever has the lease is the only one who numbers them. */
final class SqlEntries {
    private final Database database;
    private final SqlLeases leases;
    private final Map<OperationId, Place> places = new ConcurrentHashMap<>();

    SqlEntries(Database database, SqlLeases leases) {
        this.database = database;
        this.leases = leases;
    }

    /** Where an operation's next entry goes, as long as this lease holds. */
    private record Place(NodeId node, long token, int next) {
        Place after(int written) {
            return new Place(node, token, next + written);
        }
    }

    /** Several at once, or one; an end comes alone. */
    void append(OperationId id, List<Entry> all) {
        Entry entry = all.get(0);
        Place place = place(id);
        try {
            if (entry instanceof Entry.Ended ended) {
                leases.writeAll(place.node(), fence -> end(fence, id, place, ended));
            } else {
                leases.write(place.node(), fence -> insert(fence, leases.dialect(), id, place.next(), all));
            }
        } catch (RuntimeException | Error e) {
            places.remove(id); // it may have been written although the answer was lost
            throw e;
        }
        if (entry instanceof Entry.Ended) {
            places.remove(id);
        } else {
            places.put(id, place.after(all.size()));
        }
    }

    private Place place(OperationId id) {
        Place known = places.get(id);
        if (known != null && leases.token(known.node()).equals(Optional.of(known.token()))) {
            return known;
        }
        return database.read(h -> find(h, id))
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "operation.gone", "the operation " + id + " is not in the journal"));
    }

    private Optional<Place> find(Handle h, OperationId id) {
        return h.createQuery("SELECT o.node_id, COALESCE(MAX(e.seq), 0) + 1 FROM operations o"
                        + " LEFT JOIN entries e ON e.operation_id = o.id WHERE o.id = :id GROUP BY o.node_id")
                .bind("id", id.toString())
                .map((row, context) -> {
                    NodeId node = NodeId.parse(row.getString(1));
                    long token = leases.token(node)
                            .orElseThrow(() -> new LeaseLost("nobody here has the lease of node " + node));
                    return new Place(node, token, row.getInt(2));
                })
                .findOne();
    }

    /** One statement, so one transaction. Also for entries that come from elsewhere. */
    static int insert(Fence fence, Dialect dialect, OperationId id, int seq, List<Entry> all) {
        String rows = IntStream.range(0, all.size())
                .mapToObj(i -> "(:seq" + i + ", :document" + i + ")")
                .collect(Collectors.joining(", "));
        Update insert = fence.update("INSERT INTO entries (operation_id, seq, written_at, document) "
                        + fence.values(":operation, column1, " + dialect.nowMillis() + ", column2", rows))
                .bind("operation", id.toString());
        for (int i = 0; i < all.size(); i++) {
            insert.bind("seq" + i, seq + i).bind("document" + i, Documents.write(all.get(i)));
        }
        return insert.execute();
    }

    private int end(Fence fence, OperationId id, Place place, Entry.Ended ended) {
        int written = insert(fence, leases.dialect(), id, place.next(), List.of(ended));
        if (written == 1) {
            end(fence.handle(), id, ended);
        }
        return written;
    }

    static void end(Handle handle, OperationId id, Entry.Ended ended) {
        handle.createUpdate("UPDATE operations SET ended_at = :at, outcome = :outcome WHERE id = :id")
                .bind("at", ended.at().toEpochMilli())
                .bind("outcome", ended.outcome().name())
                .bind("id", id.toString())
                .execute();
        handle.createUpdate("DELETE FROM cancel_requests WHERE operation_id = :id")
                .bind("id", id.toString())
                .execute();
    }
}
