package dev.vivarium.client;

import static dev.vivarium.client.Thrown.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Health;
import dev.vivarium.client.model.Node;
import dev.vivarium.client.model.NodeSpec;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.OperationState;
import dev.vivarium.client.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is asked, and how answers are read. */
class ExchangeTest {
    static final UUID ID = new UUID(1, 2);
    static final String OPERATION = """
            {"id":"%s","kind":"create","state":"dreaming","steps":[{"name":"a","state":"done"}],
             "acceptedAt":"2026-11-21T17:58:10Z","newer":{"x":1}}""".formatted(ID);

    @Test
    void whatANewerServiceSaysIsNoTrouble() {
        try (FakeService service = new FakeService().answering(OPERATION)) {
            Operation operation = service.client().operations().get(ID);
            assertThat(operation.state()).isEqualTo(OperationState.OTHER);
            assertThat(operation.steps()).hasSize(1);
            assertThat(operation.result()).isEmpty();
        }
    }

    @Test
    void aMemberThatMustBeThereIsMissed() {
        try (FakeService service = new FakeService().answering("{\"id\":\"" + ID + "\"}")) {
            ServiceException e = failure(() -> service.client().operations().get(ID));
            assertThat(e.code()).isEqualTo("client.unreadable");
            assertThat(e).hasMessageContaining("kind");
        }
    }

    @Test
    void aProblemIsAnExceptionWithAllThatItSays() {
        try (FakeService service = new FakeService()) {
            ServiceException e = failure(() -> service.client().nodes().get(ID));
            assertThat(e.status()).isEqualTo(404);
            assertThat(e.code()).isEqualTo("x.unknown");
            assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(e).hasMessage("почему: x.unknown");
            assertThat(e.hint()).contains("try otherwise");
            assertThat(e.findings()).hasSize(1);
            assertThat(service.pauses()).isEmpty();
        }
    }

    @Test
    void aServiceThatIsNotReadySaysSoWithoutAFailure() {
        try (FakeService service = new FakeService()
                .answering((request, exchange) ->
                        FakeService.json(exchange, 503, "{\"status\":\"unavailable\",\"reasons\":[\"нет базы\"]}"))) {
            Health health = service.client().service().ready();
            assertThat(health.status()).isEqualTo(Health.Status.UNAVAILABLE);
            assertThat(health.reasons()).containsExactly("нет базы");
        }
    }

    @Test
    void pagesAreAskedForOneAfterTheOther() {
        try (FakeService service = new FakeService().answering((request, exchange) -> {
            String next = request.target().contains("pageToken=a%26") ? "" : ",\"nextPageToken\":\"a&\"";
            FakeService.json(exchange, 200, "{\"items\":[%s]%s}".formatted(OPERATION, next));
        })) {
            Listing<Operation> all = service.client().operations().list(Operations.Filter.ALL);
            assertThat(all.stream(1).limit(1)).hasSize(1);
            assertThat(service.requests()).hasSize(1);
            assertThat(all.all()).hasSize(2);
        }
    }

    @Test
    void aListWithoutAnEndIsATrouble() {
        try (FakeService service = new FakeService().answering("{\"items\":[],\"nextPageToken\":\"x\"}")) {
            assertThatThrownBy(() ->
                            service.client().nodes().list(Nodes.Filter.ALL).all())
                    .hasMessageContaining("no end");
        }
    }

    @Test
    void theETagComesWithTheThing() {
        try (FakeService service = new FakeService().answering((request, exchange) -> {
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            FakeService.json(exchange, 200, OPERATION);
        })) {
            assertThat(service.client().operations().tagged(ID).etag()).contains("\"7\"");
        }
    }

    @Test
    void aTokenIsNotSentForEverybodyToHear() {
        Secret token = Secret.of("viv_canary");
        for (String plain :
                List.of("http://lab.example.org", "http://192.168.1.7:8420", "http://127.0.0.1.example.org")) {
            ClientSettings settings = ClientSettings.of(URI.create(plain));
            assertThat(failure(() -> settings.token(token)).code()).isEqualTo("client.plain-http");
            assertThat(settings.allowPlainHttp().token(token).token()).contains(token);
        }
        for (String fine :
                List.of("http://localhost:1", "http://127.9.9.9", "http://[::1]:8420", "https://lab.example.org")) {
            assertThat(ClientSettings.of(URI.create(fine)).token(token).toString())
                    .doesNotContain("canary");
        }
        for (String wrong : List.of("ftp://x", "/v1", "http://u:p@host", "http://host/?a", "mailto:x")) {
            assertThat(failure(() -> ClientSettings.of(URI.create(wrong))).code())
                    .isEqualTo("client.address");
        }
        assertThatThrownBy(() -> Secret.of("viv_a\r\nX: y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Wire.write(Map.of("t", token))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPathBelongsToTheAddress() {
        try (FakeService service = new FakeService()) {
            URI below = service.address().resolve("/vivarium/");
            failure(() -> VivariumClient.of(ClientSettings.of(below)).nodes().get(ID));
            assertThat(service.requests().get(0).target()).isEqualTo("/vivarium/v1/nodes/" + ID);
        }
    }

    @Test
    void aNodeIsThereAlreadyOrMade() {
        try (FakeService service = new FakeService().answering("{\"id\":\"" + ID + "\",\"name\":\"muse\"}")) {
            assertThat(service.client().nodes().put(ID, NodeSpec.builder("muse").build()))
                    .isEmpty();
        }
        try (FakeService service = new FakeService().answering(OPERATION)) {
            assertThat(service.client().nodes().put(ID, NodeSpec.builder("muse").build()))
                    .isPresent();
        }
    }

    @Test
    void recordsOfAnswersAreRead() {
        String node = """
                {"id":"%s","name":"Муза","hypervisor":"local","state":"rolling-back","conditions":[],"generation":2,
                 "spec":{"name":"Муза","network":"quantum","inactivityLimit":"PT10M"},"machine":{"ref":"r","power":"off",
                 "addresses":[],"forwards":[{"guestPort":22,"host":"h","port":1}]},"labels":{"a":"b"},
                 "createdAt":"2026-11-21T17:58:10Z","changedAt":"2026-11-21T17:58:10.5Z"}""".formatted(ID);
        try (FakeService service = new FakeService().answering(node)) {
            Node read = service.client().nodes().get(ID);
            assertThat(read.spec().network()).isEmpty();
            assertThat(read.spec().inactivityLimit()).contains(Duration.ofMinutes(10));
            assertThat(read.machine().orElseThrow().forwards()).hasSize(1);
            assertThat(read.labels()).containsEntry("a", "b");
        }
    }
}
