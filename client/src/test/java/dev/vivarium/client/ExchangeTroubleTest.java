package dev.vivarium.client;

import static dev.vivarium.client.ExchangeTest.ID;
import static dev.vivarium.client.ExchangeTest.OPERATION;
import static dev.vivarium.client.Thrown.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Health;
import dev.vivarium.client.model.NodeSpec;
import dev.vivarium.client.model.Role;
import dev.vivarium.client.model.TokenRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes wrong between client and service: what is tried again, and what each failure is called. */
class ExchangeTroubleTest {
    @Test
    void aChangeIsRepeatedWithItsKeyAsTheServiceAsks() {
        AtomicInteger asked = new AtomicInteger();
        try (FakeService service = new FakeService().answering((request, exchange) -> {
            if (asked.incrementAndGet() < 3) {
                FakeService.problem(exchange, 503, "store.unavailable", Map.of("Retry-After", "7"));
            } else {
                FakeService.json(exchange, 202, OPERATION);
            }
        })) {
            service.client()
                    .nodes()
                    .create(NodeSpec.builder("Муза").label("k", "").build());
            assertThat(service.pauses()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
            assertThat(service.requests().stream()
                            .map(r -> r.header("Idempotency-key"))
                            .distinct())
                    .hasSize(1);
            assertThat(service.requests().get(2).text()).isEqualTo("{\"name\":\"Муза\",\"labels\":{\"k\":\"\"}}");
        }
    }

    @Test
    void triesEnd() {
        try (FakeService service = new FakeService()
                .answering((request, exchange) -> FakeService.problem(exchange, 503, "store.unavailable", Map.of()))) {
            assertThat(failure(() -> service.client().nodes().get(ID)).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(service.requests()).hasSize(6);
            assertThat(service.pauses()).hasSize(5);
        }
    }

    @Test
    void nobodyWaitsLongerThanIsPatient() {
        try (FakeService service = new FakeService()
                .answering((request, exchange) ->
                        FakeService.problem(exchange, 429, "rate", Map.of("Retry-After", "500")))) {
            ServiceException e = failure(() -> service.client().nodes().get(ID));
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(500));
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void whatCannotBeRepeatedIsNot() {
        try (FakeService service = new FakeService()
                .answering((request, exchange) -> FakeService.problem(exchange, 503, "store.unavailable", Map.of()))) {
            TokenRequest wish = new TokenRequest("ci", Role.VIEWER, Map.of(), Optional.empty());
            failure(() -> service.client().tokens().create(wish));
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void howWorkOfTheHypervisorEndedIsNoReasonToAskAgain() {
        try (FakeService service = new FakeService()
                .answering((request, exchange) -> FakeService.problem(exchange, 502, "qemu.exited", Map.of()))) {
            failure(() -> service.client().nodes().get(ID));
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (FakeService other = new FakeService();
                FakeService service = new FakeService().answering((request, exchange) -> {
                    exchange.getResponseHeaders().set("Location", other.address() + "/v1/nodes");
                    FakeService.send(exchange, 307, "text/html", "");
                })) {
            ServiceException e = failure(() -> service.client().nodes().get(ID));
            assertThat(e.code()).isEqualTo("client.not-a-service");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aPageOfSomethingElseIsNamed() {
        try (FakeService service = new FakeService()
                .answering(
                        (request, exchange) -> FakeService.send(exchange, 200, "text/html; charset=utf-8", "<html>"))) {
            assertThat(failure(() -> service.client().nodes().get(ID)))
                    .hasMessageContaining("text/html")
                    .hasMessageContaining("is it a Vivarium service?");
        }
    }

    @Test
    void anErrorWithoutAProblemIsToldByItsStatus() {
        try (FakeService service = new FakeService()
                .answering((request, exchange) -> FakeService.send(exchange, 401, "text/plain", "no"))) {
            ServiceException e = failure(() -> service.client().nodes().get(ID));
            assertThat(e.code()).isEqualTo("http.401");
            assertThat(e.kind()).isEqualTo(ErrorKind.DENIED);
        }
    }

    @Test
    void anAnswerThatNeverEndsIsNotKept() {
        try (FakeService service = new FakeService().answering((request, exchange) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < 70; i++) {
                exchange.getResponseBody().write(spaces);
            }
        })) {
            assertThat(failure(() -> service.client().nodes().get(ID))).hasMessageContaining("more than 64 MiB");
        }
    }

    @Test
    void aConnectionThatBreaksIsMadeAgain() {
        String node = RawServer.ok("application/json", "{\"status\":\"ok\"}");
        String cut = node.substring(0, node.length() - 5);
        try (RawServer server = new RawServer("", "HTTP/1.1 200", cut, node)) {
            VivariumClient client = VivariumClient.of(ClientSettings.of(server.address()), time -> {});
            assertThat(client.service().live().status()).isEqualTo(Health.Status.OK);
            assertThat(server.connections()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void oneThatAnswersNothingIsGivenUp() {
        String begun =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{" + RawServer.SILENT;
        try (RawServer server = new RawServer(RawServer.SILENT, begun)) {
            Duration quiet = Duration.ofMillis(300);
            VivariumClient client = VivariumClient.of(
                    ClientSettings.of(server.address()).limits(quiet, quiet, 1, Duration.ofMinutes(1)), time -> {});
            ServiceException e = failure(() -> client.service().live());
            assertThat(e.code()).isEqualTo("client.unreachable");
            assertThat(e).hasMessageContaining("does not answer in time");
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
