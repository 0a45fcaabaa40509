package dev.vivarium.service.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.MasterKey;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.faults.VirtualClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A courier with a receiver, on either database, and what a scheduler does for it. */
@Timeout(60)
abstract class CourierRig {
    static final AddressPolicy LOOPBACK = AddressPolicy.publicOr(InetAddress::isLoopbackAddress);

    @TempDir
    private Path directory;

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    final Map<Long, Instant> tasks = new ConcurrentHashMap<>();
    final Receiver receiver = new Receiver();
    Database database;
    Events events;
    Webhooks webhooks;
    Deliveries deliveries;
    Courier courier;

    /** An empty database. */
    abstract DatabaseSettings empty();

    @BeforeEach
    void open() {
        database = Database.open(empty());
        KeyRing keys = new KeyRing(MasterKey.openOrCreate(directory.resolve("master.key")));
        webhooks = new Webhooks(database, keys.sealingKey(Webhooks.SEALED_FOR), clock);
        deliveries = new Deliveries(database, webhooks, tasks::put, clock);
        events = new Events(database, clock);
        events.alongside(deliveries::add);
        courier = courier(LOOPBACK, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        courier.close();
        receiver.close();
        database.close();
    }

    Courier courier(AddressPolicy policy, Duration limit) {
        Post post = new Post(policy, (SSLSocketFactory) SSLSocketFactory.getDefault(), limit);
        return new Courier(webhooks, deliveries, post, clock);
    }

    Webhooks.Made webhook() {
        return webhooks.make(receiver.url(), List.of(EventType.NODE_UNREADY, EventType.SESSION_BLOCKED));
    }

    void unready(String text) {
        events.add(
                Event.draft(EventType.NODE_UNREADY).text(text).state("unready").event());
    }

    /** Runs what is due, until nothing is: what a scheduler does. */
    void work() {
        boolean any = true;
        while (any) {
            any = false;
            for (Map.Entry<Long, Instant> task : new HashMap<>(tasks).entrySet()) {
                if (!task.getValue().isAfter(clock.instant())) {
                    any = true;
                    courier.send(task.getKey())
                            .ifPresentOrElse(next -> tasks.put(task.getKey(), next), () -> tasks.remove(task.getKey()));
                }
            }
        }
    }

    void later(Duration time) {
        clock.advance(time);
        work();
    }

    List<Delivery> of(Webhooks.Made made) {
        return deliveries.newest(made.webhook().id(), Optional.empty(), 100);
    }

    Delivery only(Webhooks.Made made) {
        assertThat(of(made)).hasSize(1);
        return of(made).get(0);
    }

    Webhook now(Webhooks.Made made) {
        return webhooks.find(made.webhook().id()).orElseThrow();
    }
}
