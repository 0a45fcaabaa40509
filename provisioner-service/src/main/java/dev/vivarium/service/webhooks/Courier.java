package dev.vivarium.service.webhooks;

import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.webhooks.Deliveries.Waiting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends deliveries. Of one webhook one at a time, so that a slow receiver takes one thread and no more; one that cannot be
 * reached is left alone for a while, with all that waits for it. What was sent and not noted, as a process died, is sent again:
 * a receiver knows an event by its id.
 */
public final class Courier implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration MEANWHILE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(20);
    private static final int BATCH = 50;
    private static final int AT_ONCE = 12;
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int ERROR = 400;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Post post;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<UUID, Semaphore> turns = new ConcurrentHashMap<>();
    private final Map<UUID, Rest> resting = new ConcurrentHashMap<>();

    /** Sends these to addresses of this policy. */
    public Courier(Webhooks webhooks, Deliveries deliveries, AddressPolicy policy, Clock clock) {
        this(webhooks, deliveries, new Post(policy, (SSLSocketFactory) SSLSocketFactory.getDefault(), LIMIT), clock);
    }

    Courier(Webhooks webhooks, Deliveries deliveries, Post post, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.post = post;
        this.clock = clock;
    }

    private record Rest(int failures, Instant until) {}

    /**
     * Sends a delivery, and what else is due for its webhook.
     *
     * @return when to come back; empty if it is over
     */
    public Optional<Instant> send(long id) {
        Waiting delivery = deliveries.waiting(id).orElse(null);
        if (delivery == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Rest rest = resting.get(delivery.webhook());
        if (rest != null && rest.until().isAfter(now)) {
            return Optional.of(rest.until());
        }
        if (delivery.nextAt().isAfter(now)) {
            return Optional.of(delivery.nextAt());
        }
        Semaphore turn = turns.computeIfAbsent(delivery.webhook(), w -> new Semaphore(1));
        if (!turn.tryAcquire()) {
            return Optional.of(
                    now.plus(MEANWHILE).plusMillis(ThreadLocalRandom.current().nextLong(20_000)));
        }
        try {
            return places.tryAcquire() ? sendInPlace(delivery) : Optional.of(now.plus(SOON));
        } finally {
            turn.release();
        }
    }

    private Optional<Instant> sendInPlace(Waiting delivery) {
        try {
            return sendDue(delivery);
        } finally {
            places.release();
        }
    }

    private Optional<Instant> sendDue(Waiting wanted) {
        Instant end = clock.instant().plus(LONGEST_TURN);
        for (Waiting delivery : deliveries.due(wanted.webhook(), BATCH)) {
            if (!reached(delivery) || clock.instant().isAfter(end)) {
                break;
            }
        }
        return deliveries.waiting(wanted.id()).map(left -> {
            Rest rest = resting.get(wanted.webhook());
            Instant next = left.nextAt();
            return rest != null && rest.until().isAfter(next) ? rest.until() : next;
        });
    }

    /** @return false if the receiver cannot be reached, so that nothing more can be sent now */
    private boolean reached(Waiting delivery) {
        try {
            int status = post.send(WebhookUrl.parse(delivery.url()), headers(delivery), delivery.bytes());
            resting.remove(delivery.webhook());
            if (status >= OK && status < REDIRECT) {
                deliveries.arrived(delivery, status);
            } else {
                String said = "it answered HTTP " + status;
                deliveries.failed(
                        delivery,
                        Optional.of(status),
                        status >= REDIRECT && status < ERROR ? said + "; redirects are not followed" : said);
            }
            return true;
        } catch (VivariumException e) {
            if (e.code().startsWith("store.")) {
                throw e;
            }
            return unreached(delivery, e.message());
        } catch (SSLException e) {
            return unreached(delivery, "no trusted connection: " + e.getMessage());
        } catch (IOException e) {
            return unreached(delivery, String.valueOf(e.getMessage()));
        }
    }

    private boolean unreached(Waiting delivery, String problem) {
        deliveries.failed(delivery, Optional.empty(), Printable.line(problem));
        resting.compute(delivery.webhook(), (w, rest) -> {
            int failures = rest == null ? 1 : rest.failures() + 1;
            return new Rest(failures, clock.instant().plus(Backoff.after(failures, LONGEST_REST)));
        });
        return false;
    }

    private Map<String, String> headers(Waiting delivery) {
        return Map.of(
                Signature.HEADER,
                Signature.of(delivery.bytes(), webhooks.secret(delivery.webhook()), clock.instant()),
                "Vivarium-Event",
                delivery.event(),
                "Vivarium-Delivery",
                String.valueOf(delivery.id()));
    }

    @Override
    public void close() {
        post.close();
    }
}
