package dev.vivarium.service.webhooks;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Webhooks over HTTP. */
public final class WebhookRoutes {
    private static final int MOST_EVENTS = 16;
    private static final int MOST_URL = 2048;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final AddressPolicy policy;

    /** Of these. */
    public WebhookRoutes(Webhooks webhooks, Deliveries deliveries, AddressPolicy policy) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.policy = policy;
    }

    /** What a new webhook shall be. */
    record WebhookBody(String url, List<EventType> events) {}

    /** A webhook with its secret: the only answer that has one. */
    record NewWebhook(Webhook webhook, String secret) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listWebhooks", this::list)
                .change("createWebhook", this::create)
                .on("getWebhook", request -> Reply.ok(found(request)))
                .change("deleteWebhook", this::delete)
                .on("listDeliveries", this::deliveries);
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        return Reply.ok(page.cut(webhooks.page(page), w -> w.id().toString()));
    }

    private Change create(Request request) {
        WebhookBody wanted = request.body(WebhookBody.class);
        if (wanted.url().length() > MOST_URL) {
            throw Refusal.badRequest("webhook.url", "a URL has at most " + MOST_URL + " characters");
        }
        if (wanted.events().isEmpty() || wanted.events().size() > MOST_EVENTS) {
            throw Refusal.badRequest("webhook.events", "a webhook hears of 1 to " + MOST_EVENTS + " kinds of events");
        }
        if (wanted.events().contains(EventType.OPERATION_PROGRESS)) {
            throw Refusal.badRequest(
                    "webhook.events", "progress is not sent to webhooks; follow the operation's stream of events");
        }
        refuseForbidden(WebhookUrl.parse(wanted.url()));
        return () -> {
            Webhooks.Made made = webhooks.make(
                    wanted.url(), wanted.events().stream().distinct().toList());
            NewWebhook body = new NewWebhook(made.webhook(), made.secret().reveal());
            return Reply.created("/v1/webhooks/" + made.webhook().id(), body).once();
        };
    }

    /** Looked at again before each delivery; a name that nobody knows now may be known then. */
    private void refuseForbidden(WebhookUrl url) {
        try {
            url.addresses(policy);
        } catch (VivariumException e) {
            if (e.kind() != Kind.UNAVAILABLE) {
                throw e;
            }
        }
    }

    private Change delete(Request request) {
        UUID id = request.path("webhookId", UUID::fromString);
        return () -> {
            if (!webhooks.remove(id)) {
                throw unknown();
            }
            return Reply.noContent();
        };
    }

    private Reply deliveries(Request request) {
        UUID id = found(request).id();
        PageRequest page = request.page();
        Optional<Long> before = page.after().map(WebhookRoutes::number);
        return Reply.ok(page.cut(deliveries.newest(id, before, page.size() + 1), d -> String.valueOf(d.id())));
    }

    private Webhook found(Request request) {
        return webhooks.find(request.path("webhookId", UUID::fromString)).orElseThrow(WebhookRoutes::unknown);
    }

    private static Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("request.page-token", "a pageToken is what nextPageToken said");
        }
    }

    private static Refusal unknown() {
        return Refusal.notFound("webhook.unknown", "there is no such webhook");
    }
}
