package dev.vivarium.service.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.http.WireJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How webhooks and deliveries are kept in their tables. */
final class Rows {
    private Rows() {}

    static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                UUID.fromString(row.getString("id")),
                row.getString("url"),
                events(row.getString("events")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "last_delivery_at"),
                Optional.ofNullable(row.getString("problem")));
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        Optional<Integer> said = row.wasNull() ? Optional.empty() : Optional.of(status);
        return new Delivery(
                row.getLong("id"),
                named(EventType.class, row.getString("event")),
                named(Delivery.State.class, row.getString("state")),
                row.getInt("attempts"),
                said,
                Optional.ofNullable(row.getString("problem")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "next_at"));
    }

    static String events(List<EventType> events) {
        List<String> names = events.stream().distinct().map(WireJson::text).toList();
        return new String(WireJson.bytes(names), StandardCharsets.UTF_8);
    }

    private static List<EventType> events(String json) {
        List<EventType> events = new ArrayList<>();
        for (JsonNode name : WireJson.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class)) {
            events.add(named(EventType.class, name.asText()));
        }
        return events;
    }

    private static <E extends Enum<E>> E named(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> WireJson.text(c).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the database holds an unknown " + type.getSimpleName()));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
