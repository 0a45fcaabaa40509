package dev.vivarium.service.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was answered to requests that had a key of their own. */
final class Answers {
    private final Database database;
    private final Clock clock;

    Answers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    record Kept(String fingerprint, Reply reply) {}

    Optional<Kept> find(String token, String key) {
        return database.read(h -> h.createQuery("SELECT * FROM answers WHERE token_id = :token AND request_key = :key")
                .bind("token", token)
                .bind("key", key)
                .map((row, context) -> new Kept(row.getString("fingerprint"), reply(row)))
                .findOne());
    }

    void keep(String token, String key, String fingerprint, Reply reply) {
        database.write(h -> h.createUpdate(
                        "INSERT INTO answers (token_id, request_key, fingerprint, status, type, headers,"
                                + " content, answered_at) VALUES (:token, :key, :fingerprint, :status, :type, :headers, :content, :at)")
                .bind("token", token)
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("status", reply.status())
                .bind("type", reply.type())
                .bind("headers", Json.write(reply.headers()))
                .bind("content", new String(reply.content(), StandardCharsets.UTF_8))
                .bind("at", clock.millis())
                .execute());
    }

    void forget(Duration age) {
        database.write(h -> h.createUpdate("DELETE FROM answers WHERE answered_at < :before")
                .bind("before", clock.millis() - age.toMillis())
                .execute());
    }

    private static Reply reply(ResultSet row) throws SQLException {
        Map<String, String> headers = new TreeMap<>();
        Json.read(row.getString("headers"), JsonNode.class)
                .properties()
                .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
        return Reply.kept(
                row.getInt("status"),
                row.getString("type"),
                row.getString("content").getBytes(StandardCharsets.UTF_8),
                headers);
    }
}
