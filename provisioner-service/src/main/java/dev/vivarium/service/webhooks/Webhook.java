package dev.vivarium.service.webhooks;

import dev.vivarium.service.events.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A webhook as it is shown: without its secret.
 *
 * @param id names it
 * @param url where events are sent to
 * @param events which ones
 * @param createdAt when
 * @param lastDeliveryAt when something last arrived
 * @param problem why the last delivery failed; empty after one that arrived
 */
public record Webhook(
        UUID id,
        String url,
        List<EventType> events,
        Instant createdAt,
        Optional<Instant> lastDeliveryAt,
        Optional<String> problem) {
    public Webhook {
        events = List.copyOf(events);
    }
}
