package dev.vivarium.service.webhooks;

import dev.vivarium.service.events.Event;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is sent to whom, and what came of it. */
public final class Deliveries {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String WAITING = WireJson.text(Delivery.State.WAITING);

    private final Database database;
    private final Webhooks webhooks;
    private final Later later;
    private final Clock clock;

    /** Has a delivery sent. */
    @FunctionalInterface
    public interface Later {
        /** At this time, by whichever instance is there then; called in the transaction that makes the delivery. */
        void send(long delivery, Instant at);
    }

    /** Of these webhooks. */
    public Deliveries(Database database, Webhooks webhooks, Later later, Clock clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.later = later;
        this.clock = clock;
    }

    /**
     * One that is not over.
     *
     * @param body exactly what is sent
     * @param nextAt not before that
     */
    record Waiting(
            long id,
            UUID webhook,
            String url,
            String event,
            String body,
            int attempts,
            Instant createdAt,
            Instant nextAt) {
        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Writes down that this is to be sent to whoever wants to hear of it; in the transaction of the event. */
    public void add(Event event) {
        byte[] body = WireJson.bytes(event);
        for (UUID webhook : webhooks.wanting(event.type())) {
            long id = database.write(h -> h.createQuery(
                            "INSERT INTO deliveries (webhook_id, event, body, state, attempts, created_at, next_at)"
                                    + " VALUES (:webhook, :event, :body, :state, 0, :at, :at) RETURNING id")
                    .bind("webhook", webhook.toString())
                    .bind("event", WireJson.text(event.type()))
                    .bind("body", new String(body, StandardCharsets.UTF_8))
                    .bind("state", WAITING)
                    .bind("at", clock.millis())
                    .mapTo(Long.class)
                    .one());
            later.send(id, clock.instant());
        }
    }

    /** The newest ones of a webhook before this one, the newest first. */
    public List<Delivery> newest(UUID webhook, Optional<Long> before, int limit) {
        return database.read(h -> h.createQuery("SELECT * FROM deliveries WHERE webhook_id = :webhook AND id < :before"
                        + " ORDER BY id DESC LIMIT :limit")
                .bind("webhook", webhook.toString())
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .map((row, context) -> Rows.delivery(row))
                .list());
    }

    /** It, if it is not over. */
    Optional<Waiting> waiting(long id) {
        return database.read(h -> h.createQuery("SELECT d.*, w.url FROM deliveries d JOIN webhooks w"
                        + " ON w.id = d.webhook_id WHERE d.id = :id AND d.state = :waiting")
                .bind("id", id)
                .bind("waiting", WAITING)
                .map((row, context) -> waiting(row))
                .findOne());
    }

    /** The first of a webhook that are due. */
    List<Waiting> due(UUID webhook, int limit) {
        return database.read(h -> h.createQuery("SELECT d.*, w.url FROM deliveries d JOIN webhooks w"
                        + " ON w.id = d.webhook_id WHERE d.webhook_id = :webhook AND d.state = :waiting"
                        + " AND d.next_at <= :now ORDER BY d.id LIMIT :limit")
                .bind("webhook", webhook.toString())
                .bind("waiting", WAITING)
                .bind("now", clock.millis())
                .bind("limit", limit)
                .map((row, context) -> waiting(row))
                .list());
    }

    /** It arrived. */
    void arrived(Waiting delivery, int status) {
        database.write(h -> {
            put(delivery, Delivery.State.DONE, Optional.of(status), Optional.empty(), Optional.empty());
            return h.execute(
                    "UPDATE webhooks SET last_delivery_at = ?, problem = NULL WHERE id = ?",
                    clock.millis(),
                    delivery.webhook().toString());
        });
    }

    /** It did not; @return when it is sent again. */
    Optional<Instant> failed(Waiting delivery, Optional<Integer> status, String problem) {
        Optional<Instant> next = Backoff.next(delivery.attempts() + 1, delivery.createdAt(), clock.instant());
        Delivery.State state = next.isPresent() ? Delivery.State.WAITING : Delivery.State.GIVEN_UP;
        database.write(h -> {
            put(delivery, state, status, Optional.of(problem), next);
            return h.execute(
                    "UPDATE webhooks SET problem = ? WHERE id = ?",
                    problem,
                    delivery.webhook().toString());
        });
        return next;
    }

    /** Forgets those that have been over for a week. */
    public void forget() {
        database.write(h -> h.execute(
                "DELETE FROM deliveries WHERE created_at < ? AND state <> ?",
                clock.instant().minus(KEPT).toEpochMilli(),
                WAITING));
    }

    private void put(
            Waiting delivery,
            Delivery.State state,
            Optional<Integer> status,
            Optional<String> problem,
            Optional<Instant> next) {
        database.write(h -> h.createUpdate("UPDATE deliveries SET state = :state, attempts = :attempts,"
                        + " status = :status, problem = :problem, next_at = :next WHERE id = :id")
                .bind("state", WireJson.text(state))
                .bind("attempts", delivery.attempts() + 1)
                .bind("status", status.orElse(null))
                .bind("problem", problem.orElse(null))
                .bind("next", next.map(Instant::toEpochMilli).orElse(null))
                .bind("id", delivery.id())
                .execute());
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                UUID.fromString(row.getString("webhook_id")),
                row.getString("url"),
                row.getString("event"),
                row.getString("body"),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("next_at")));
    }
}
