package dev.vivarium.service;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.claims.Claims;
import dev.vivarium.service.claims.Next;
import dev.vivarium.service.config.ServiceConfig;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.operations.StoredOperations;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.watch.Glances;
import dev.vivarium.service.watch.Lookouts;
import dev.vivarium.service.watch.Rounds;
import dev.vivarium.service.watch.Sightings;
import dev.vivarium.service.watch.StrayRoutes;
import dev.vivarium.service.watch.Watch;
import dev.vivarium.service.webhooks.Courier;
import dev.vivarium.service.webhooks.Deliveries;
import dev.vivarium.service.webhooks.WebhookRoutes;
import dev.vivarium.service.webhooks.Webhooks;
import java.time.Clock;
import java.time.Duration;

/** What the service does without being asked, wired by hand: it looks, and it tells. */
final class WatchAndWebhooks {
    private static final String WEBHOOK = "webhook";

    private final Rounds rounds;
    private final Lookouts lookouts;
    private final StrayRoutes strayRoutes;
    private final WebhookRoutes webhookRoutes;
    private final Installation installation;

    WatchAndWebhooks(
            ServiceConfig config,
            Clock clock,
            Closing closing,
            Database database,
            Events events,
            Vivarium vivarium,
            Claims claims,
            StoredOperations operations,
            OpenSessions sessions,
            AddressPolicy policy) {
        this.installation = vivarium.installation();

        Webhooks webhooks = new Webhooks(database, installation.keys().sealingKey(Webhooks.SEALED_FOR), clock);
        Deliveries deliveries = new Deliveries(
                database, webhooks, (id, at) -> claims.schedule(WEBHOOK, String.valueOf(id), at, ""), clock);
        Courier courier = closing.add(new Courier(webhooks, deliveries, policy, clock));
        events.alongside(deliveries::add);
        claims.task(
                WEBHOOK,
                (id, state) -> courier.send(Long.parseLong(id))
                        .map(at -> Next.at(at, ""))
                        .orElseGet(Next::over));
        claims.recurring("webhook-forget", Duration.ofHours(6), deliveries::forget);

        Sightings sightings = new Sightings(database, events);
        sightings.onSnapshotGone((node, snapshots) -> sessions.nodeChanged(node.id()));
        installation.writeSightingsBy(sightings);
        this.lookouts = new Lookouts(database, events, clock);
        Watch watch = new Watch(vivarium, lookouts, config.watch(), clock);
        watch.closelyWhere(node -> sessions.active(node).isPresent());
        this.rounds = new Rounds(claims, clock).of(watch);
        if (!config.glance().isZero()) {
            rounds.of(closing.add(new Glances(vivarium, config.glance(), clock)));
        }
        this.strayRoutes = new StrayRoutes(vivarium, lookouts, operations);
        this.webhookRoutes = new WebhookRoutes(webhooks, deliveries, policy);
    }

    /** Whether hypervisors answer, as last seen. */
    Lookouts lookouts() {
        return lookouts;
    }

    /** Answers what is asked about them. */
    void register(Routes routes) {
        strayRoutes.register(routes);
        webhookRoutes.register(routes);
    }

    /** From now on it looks at all hypervisors that are configured now. */
    void begin() {
        rounds.begin(installation.config().hypervisors());
    }
}
