package dev.vivarium.client;

import dev.vivarium.client.model.Delivery;
import dev.vivarium.client.model.NewWebhook;
import dev.vivarium.client.model.Webhook;
import dev.vivarium.client.model.WebhookRequest;
import java.util.UUID;

/** Events sent to an address. */
public final class Webhooks {
    private final Requests requests;

    Webhooks(Requests requests) {
        this.requests = requests;
    }

    /** All, without their secrets. */
    public Listing<Webhook> list() {
        return new Listing<>(requests, () -> Call.get("/v1/webhooks").answersPageOf(Webhook.class));
    }

    /** Has events sent to an address; the secret is in this answer and nowhere else. */
    public NewWebhook create(WebhookRequest request) {
        return requests.send(Call.once("POST", "/v1/webhooks").json(request).answers(NewWebhook.class));
    }

    /** A webhook. */
    public Webhook get(UUID webhook) {
        return requests.send(Call.get("/v1/webhooks/{}", webhook).answers(Webhook.class));
    }

    /** Sends nothing there any more. */
    public void delete(UUID webhook) {
        requests.sendOnly(Call.once("DELETE", "/v1/webhooks/{}", webhook));
    }

    /** What was sent, newest first, and what came back. */
    public Listing<Delivery> deliveries(UUID webhook) {
        return new Listing<>(
                requests, () -> Call.get("/v1/webhooks/{}/deliveries", webhook).answersPageOf(Delivery.class));
    }
}
