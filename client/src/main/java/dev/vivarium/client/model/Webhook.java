package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A webhook, without its secret.
 *
 * @param problem why the last delivery failed
 */
public record Webhook(
        UUID id,
        String url,
        List<EventType> events,
        Instant createdAt,
        Optional<Instant> lastDeliveryAt,
        Optional<String> problem) {
    public Webhook {
        events = Copies.list(events);
    }
}
