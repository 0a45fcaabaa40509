package dev.vivarium.service.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Receivers that answer wrongly, slowly or from where none may be, on both databases. */
abstract class HostileReceiverSuite extends CourierRig {
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
}
