package dev.vivarium.service.events;

import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The events of this service, in their order, for as long as they are kept. */
public final class Events {
    private final Database database;
    private final Clock clock;
    private final List<Consumer<Event>> alongside = new CopyOnWriteArrayList<>();

    /** Those in this database. */
    public Events(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** From now on this one hears of each event in the transaction that writes it down: what it writes is part of it. */
    public void alongside(Consumer<Event> listener) {
        alongside.add(listener);
    }

    /** Writes one down; in the transaction of the caller, if there is one. Its id and time are given here. */
    public void add(Event event) {
        Instant now = clock.instant();
        Event undated = event.written(0, now);
        database.write(h -> {
            long id = h.createQuery("INSERT INTO events (at, type, node_id, operation_id, document)"
                            + " VALUES (:at, :type, :node, :operation, :document) RETURNING id")
                    .bind("at", now.toEpochMilli())
                    .bind("type", WireJson.text(event.type()))
                    .bind("node", event.node().orElse(null))
                    .bind("operation", event.operation().orElse(null))
                    .bind("document", new String(WireJson.bytes(undated), StandardCharsets.UTF_8))
                    .mapTo(Long.class)
                    .one();
            Event written = event.written(id, now);
            alongside.forEach(l -> l.accept(written));
            return id;
        });
    }

    /** Those after this one, oldest first. */
    public List<Event> after(long id, int limit) {
        return database.read(h -> h.createQuery(
                        "SELECT id, at, document FROM events WHERE id > :after ORDER BY id LIMIT :limit")
                .bind("after", id)
                .bind("limit", limit)
                .map((row, context) -> WireJson.read(
                                row.getString("document").getBytes(StandardCharsets.UTF_8), Event.class)
                        .written(row.getLong("id"), Instant.ofEpochMilli(row.getLong("at"))))
                .list());
    }

    /** The id of the newest; 0 if there is none. */
    public long newest() {
        return database.read(h -> h.createQuery("SELECT max(id) FROM events")
                .mapTo(Long.class)
                .findOne()
                .flatMap(Optional::ofNullable)
                .orElse(0L));
    }

    /** Forgets those that are older than this. */
    public void forget(Duration age) {
        database.write(h -> h.createUpdate("DELETE FROM events WHERE at < :before")
                .bind("before", clock.millis() - age.toMillis())
                .execute());
    }
}
