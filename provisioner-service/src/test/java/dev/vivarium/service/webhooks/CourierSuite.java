package dev.vivarium.service.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.http.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is sent, signed, how often and until when, on both databases. */
abstract class CourierSuite extends CourierRig {
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
