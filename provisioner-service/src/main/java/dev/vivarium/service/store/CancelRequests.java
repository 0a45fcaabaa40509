package dev.vivarium.service.store;

import dev.vivarium.core.model.OperationId;
import java.time.Duration;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Who asked for which operation to be cancelled. Many threads ask often, so that the answer may be a moment old. */
final class CancelRequests {
    private static final Duration FRESH = Duration.ofMillis(100);

    private final Database database;
    private volatile Answer last = new Answer(Set.of(), System.nanoTime() - FRESH.toNanos());

    CancelRequests(Database database) {
        this.database = database;
    }

    /** One that has ended, or that nobody knows, is not cancelled. */
    void request(OperationId id) {
        database.write(h -> insert(h, database.dialect(), id));
        database.afterCommit(this::forget);
    }

    static int insert(Handle h, Dialect dialect, OperationId id) {
        return h.createUpdate(
                        "INSERT INTO cancel_requests (operation_id, requested_at) SELECT id, " + dialect.nowMillis()
                                + " FROM operations WHERE id = :id AND ended_at IS NULL ON CONFLICT (operation_id) DO NOTHING")
                .bind("id", id.toString())
                .execute();
    }

    /** What was known is not so any more. */
    void forget() {
        last = new Answer(Set.of(), System.nanoTime() - FRESH.toNanos());
    }

    boolean isRequested(OperationId id) {
        if (database.isInTransaction()) {
            return requested().contains(id.toString());
        }
        Answer answer = last;
        if (System.nanoTime() - answer.at() >= FRESH.toNanos()) {
            answer = refreshed();
        }
        return answer.requested().contains(id.toString());
    }

    private synchronized Answer refreshed() {
        Answer answer = last;
        if (System.nanoTime() - answer.at() >= FRESH.toNanos()) {
            long asked = System.nanoTime();
            answer = new Answer(requested(), asked);
            last = answer;
        }
        return answer;
    }

    private Set<String> requested() {
        return database.read(h -> Set.copyOf(h.createQuery("SELECT operation_id FROM cancel_requests")
                .mapTo(String.class)
                .list()));
    }

    private record Answer(Set<String> requested, long at) {}
}
