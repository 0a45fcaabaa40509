package dev.vivarium.client.model;

import java.util.List;

/** Which events are to be sent where. */
public record WebhookRequest(String url, List<EventType> events) {
    public WebhookRequest {
        events = Copies.list(events);
    }
}
