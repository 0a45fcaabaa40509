package dev.vivarium.service.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.MasterKey;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.faults.VirtualClock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to receivers with faults, on both databases. */
@Timeout(60)
abstract class CourierSuite {
    private static final AddressPolicy LOOPBACK = AddressPolicy.publicOr(InetAddress::isLoopbackAddress);

    @TempDir
    private Path directory;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<Long, Instant> tasks = new ConcurrentHashMap<>();
    private final Receiver receiver = new Receiver();
    private Database database;
    private Events events;
    private Webhooks webhooks;
    private Deliveries deliveries;
    private Courier courier;

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

    private Courier courier(AddressPolicy policy, Duration limit) {
        Post post = new Post(policy, (SSLSocketFactory) SSLSocketFactory.getDefault(), limit);
        return new Courier(webhooks, deliveries, post, clock);
    }

    private Webhooks.Made webhook() {
        return webhooks.make(receiver.url(), List.of(EventType.NODE_UNREADY, EventType.SESSION_BLOCKED));
    }

    private void unready(String text) {
        events.add(
                Event.draft(EventType.NODE_UNREADY).text(text).state("unready").event());
    }

    /** Runs what is due, until nothing is: what a scheduler does. */
    private void work() {
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

    private void later(Duration time) {
        clock.advance(time);
        work();
    }

    private List<Delivery> of(Webhooks.Made made) {
        return deliveries.newest(made.webhook().id(), Optional.empty(), 100);
    }

    private Delivery only(Webhooks.Made made) {
        assertThat(of(made)).hasSize(1);
        return of(made).get(0);
    }

    private Webhook now(Webhooks.Made made) {
        return webhooks.find(made.webhook().id()).orElseThrow();
    }

    @Test
    void anEventArrivesSignedAndIsTheContractsEvent() throws Exception {
        Webhooks.Made made = webhook();
        unready("не готов");
        work();

        Receiver.Got got = receiver.got().get(0);
        assertThat(got.line()).isEqualTo("POST /hook HTTP/1.1");
        assertThat(got.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("User-Agent", "vivarium");
        assertThat(got.headers()).containsEntry("Vivarium-Event", "node-unready");
        assertThat(got.headers().get("Vivarium-Signature"))
                .isEqualTo(Signature.of(got.body().getBytes(StandardCharsets.UTF_8), made.secret(), clock.instant()));
        Event event = WireJson.read(got.body().getBytes(StandardCharsets.UTF_8), Event.class);
        assertThat(event.id()).isEqualTo(events.newest());
        assertThat(event.text()).contains("не готов");
        assertThat(only(made).state()).isEqualTo(Delivery.State.DONE);
        assertThat(only(made).status()).contains(200);
        assertThat(now(made).lastDeliveryAt()).contains(clock.instant());
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatNobodyWantsIsSentToNobody() {
        Webhooks.Made made = webhook();
        events.add(Event.of(EventType.STRAY_FOUND));
        work();
        assertThat(of(made)).isEmpty();
    }

    @Test
    void anEventThatDidNotHappenIsNotSent() {
        Webhooks.Made made = webhook();
        assertThatThrownBy(() -> database.write(h -> {
                    unready("нет");
                    throw new IllegalStateException("taken back");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(of(made)).isEmpty();
    }

    @Test
    void anErrorIsTriedAgainEachTimeLaterUntilItArrives() {
        Webhooks.Made made = webhook();
        receiver.answers(Receiver.answering("500 Oops"));
        unready("x");
        work();
        assertThat(only(made).problem()).contains("it answered HTTP 500");
        assertThat(only(made).nextAttemptAt()).contains(clock.instant().plusSeconds(1));
        later(Duration.ofMillis(900));
        assertThat(receiver.got()).hasSize(1);
        later(Duration.ofMillis(100));
        assertThat(only(made).nextAttemptAt()).contains(clock.instant().plusSeconds(2));
        later(Duration.ofSeconds(2));
        assertThat(only(made).attempts()).isEqualTo(3);
        assertThat(now(made).problem()).contains("it answered HTTP 500");

        receiver.answers(Receiver.answering("204 No Content"));
        later(Duration.ofSeconds(4));
        assertThat(only(made).state()).isEqualTo(Delivery.State.DONE);
        assertThat(now(made).problem()).isEmpty();
        assertThat(receiver.got())
                .extracting(Receiver.Got::body)
                .as("the same each time")
                .containsOnly(receiver.got().get(0).body());
    }

    @Test
    void afterADayItIsGivenUp() {
        Webhooks.Made made = webhook();
        receiver.answers(Receiver.answering("503 Later"));
        unready("x");
        for (int hour = 0; hour < 26; hour++) {
            later(Duration.ofHours(1));
        }
        assertThat(only(made).state()).isEqualTo(Delivery.State.GIVEN_UP);
        assertThat(only(made).attempts()).isBetween(24, 40);
        assertThat(only(made).nextAttemptAt()).isEmpty();
        assertThat(tasks).isEmpty();
        clock.advance(Duration.ofDays(8));
        deliveries.forget();
        assertThat(of(made)).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Receiver inside = new Receiver()) {
            receiver.answers(out -> out.write(("HTTP/1.1 307 Elsewhere\r\nLocation: " + inside.url() + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8)));
            Webhooks.Made made = webhook();
            unready("x");
            work();
            assertThat(only(made).problem().orElseThrow()).contains("redirects are not followed");
            assertThat(inside.got()).isEmpty();
        }
    }

    @Test
    void ofAHugeOrEndlessAnswerOnlyTheFirstLineIsRead() {
        receiver.answers(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] much = new byte[1 << 16];
            while (true) {
                out.write(much); // ends when the other side has gone
            }
        });
        Webhooks.Made made = webhook();
        unready("x");
        work();
        assertThat(only(made).state()).isEqualTo(Delivery.State.DONE);
    }

    @Test
    void whatIsNoAnswerIsAProblemWithoutItsBytes() {
        List<Receiver.Answer> bad = List.of(
                out -> {},
                out -> out.write("SSH-2.0-OpenSSH\u001b[31m\r\n".getBytes(StandardCharsets.UTF_8)),
                out -> out.write(new byte[1 << 20]),
                out -> {
                    for (int i = 0; i < 1 << 20; i++) {
                        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    }
                });
        for (Receiver.Answer answer : bad) {
            receiver.answers(answer);
            Webhooks.Made made = webhook();
            unready("x");
            work();
            assertThat(only(made).state()).isEqualTo(Delivery.State.WAITING);
            assertThat(only(made).status()).isEmpty();
            assertThat(only(made).problem().orElseThrow())
                    .isNotBlank()
                    .doesNotContain("\u001b")
                    .hasSizeLessThan(310);
            webhooks.remove(made.webhook().id());
            work();
        }
    }

    @Test
    void aDeadReceiverIsLeftAloneForAWhileAndEverythingArrivesAfterwards() {
        receiver.close();
        Webhooks.Made made = webhook();
        for (int i = 0; i < 20; i++) {
            unready("x" + i);
        }
        work();
        assertThat(of(made))
                .as("one was tried")
                .filteredOn(d -> d.attempts() > 0)
                .hasSize(1);
        assertThat(now(made).problem().orElseThrow()).containsIgnoringCase("refused");

        try (Receiver back = new Receiver()) {
            database.write(h -> h.execute("UPDATE webhooks SET url = ?", back.url()));
            later(Duration.ofMinutes(10));
            later(Duration.ofMinutes(1));
            assertThat(of(made)).allMatch(d -> d.state() == Delivery.State.DONE);
            assertThat(back.got()).hasSize(20);
        }
    }

    @Test
    void aSlowReceiverTakesOneThreadAndHoldsUpNobodyElse() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Receiver.Answer silent = receiver.silent();
        receiver.answers(out -> {
            asked.countDown();
            silent.to(out);
        });
        Webhooks.Made slow = webhook();
        unready("первое");
        unready("второе");
        List<Delivery> waiting = of(slow);
        Thread stuck = new Thread(() -> courier.send(waiting.get(1).id()));
        stuck.start();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(courier.send(waiting.get(0).id()).orElseThrow())
                .as("not now")
                .isAfter(clock.instant());
        try (Receiver well = new Receiver()) {
            Webhooks.Made other = webhooks.make(well.url(), List.of(EventType.STRAY_FOUND));
            events.add(Event.of(EventType.STRAY_FOUND));
            courier.send(of(other).get(0).id());
            assertThat(well.got()).hasSize(1);
        }
        receiver.close();
        stuck.join();
        assertThat(of(slow).get(1).problem()).isPresent();
    }

    @Test
    void anAnswerThatDripsEndsWithTheTimeLimit() throws Exception {
        courier.close();
        courier = courier(LOOPBACK, Duration.ofMillis(300));
        CountDownLatch end = new CountDownLatch(1);
        receiver.answers(out -> {
            try {
                while (!end.await(20, TimeUnit.MILLISECONDS)) {
                    out.write('H'); // something moves all the time
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Webhooks.Made made = webhook();
        unready("x");
        work();
        end.countDown();
        assertThat(only(made).problem().orElseThrow()).contains("did not answer within");
    }

    @Test
    void anAddressThatBecamePrivateIsNotConnectedTo() {
        courier.close();
        courier = courier(AddressPolicy.publicOr(a -> false), Duration.ofSeconds(10));
        Webhooks.Made made = webhook();
        unready("x");
        work();
        assertThat(only(made).problem().orElseThrow()).contains("no public address");
        assertThat(receiver.got()).isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        try (Receiver tls = new Receiver(SelfSigned.server())) {
            Webhooks.Made made =
                    webhooks.make("https://127.0.0.1:" + tls.port() + "/", List.of(EventType.NODE_UNREADY));
            unready("x");
            work();
            assertThat(only(made).problem().orElseThrow()).startsWith("no trusted connection");
            assertThat(tls.got()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefusedAndTheRightOneTaken() {
        courier.close();
        courier = new Courier(
                webhooks, deliveries, new Post(LOOPBACK, SelfSigned.trusting(), Duration.ofSeconds(10)), clock);
        try (Receiver tls = new Receiver(SelfSigned.server())) {
            Webhooks.Made right =
                    webhooks.make("https://localhost:" + tls.port() + "/", List.of(EventType.NODE_UNREADY));
            Webhooks.Made wrong =
                    webhooks.make("https://127.0.0.1:" + tls.port() + "/", List.of(EventType.NODE_UNREADY));
            unready("x");
            work();
            assertThat(only(right).state()).isEqualTo(Delivery.State.DONE);
            assertThat(only(wrong).problem().orElseThrow()).startsWith("no trusted connection");
        }
    }

    @Test
    void theSecretIsKeptSealedAndOpensForItsOwnWebhookAlone() {
        Webhooks.Made made = webhook();
        String kept = database.read(h ->
                h.createQuery("SELECT secret FROM webhooks").mapTo(String.class).one());
        assertThat(kept).doesNotContain(made.secret().reveal());
        assertThat(webhooks.secret(made.webhook().id())).isEqualTo(made.secret());

        Webhooks.Made other = webhook();
        database.write(h -> h.execute(
                "UPDATE webhooks SET secret = ? WHERE id = ?",
                kept,
                other.webhook().id().toString()));
        assertThatThrownBy(() -> webhooks.secret(other.webhook().id())).hasMessageContaining("master key");
        unready("x");
        work();
        assertThat(only(other).problem().orElseThrow()).contains("master key");
        assertThat(only(made).state()).isEqualTo(Delivery.State.DONE);
    }

    @Test
    void aWebhookThatIsRemovedIsSentNothingMore() {
        Webhooks.Made made = webhook();
        unready("x");
        assertThat(webhooks.remove(made.webhook().id())).isTrue();
        work();
        assertThat(receiver.got()).isEmpty();
        assertThat(tasks).isEmpty();
        assertThat(webhooks.remove(UUID.randomUUID())).isFalse();
    }

    @Test
    void theSignatureIsWhatAReceiverComputes() {
        // printf '1767225600.{"id":1}' | openssl dgst -sha256 -hmac whsec_test
        assertThat(Signature.of(
                        "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
                        Secret.of("whsec_test"),
                        Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo("t=1767225600,v1=c288d7ec0b1747de22e35fbdbabba9772c8e0d64b7db67e546bc92b86c005ab8");
    }
}
