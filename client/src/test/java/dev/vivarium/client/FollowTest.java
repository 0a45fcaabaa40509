package dev.vivarium.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.client.model.Event;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.OperationState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FollowTest {
    private static final UUID ID = new UUID(1, 2);

    private final List<Long> seen = new ArrayList<>();

    private static String operation(String state) {
        return RawServer.ok("application/json", """
                {"id":"%s","kind":"create","state":"%s","steps":[],"acceptedAt":"2026-11-21T17:58:10Z"}""".formatted(ID, state));
    }

    private static String event(long id) {
        return "id: " + id + "\nevent: operation-progress\ndata: {\"id\":" + id
                + ",\"type\":\"operation-progress\",\"at\":\"2026-11-21T17:58:10Z\",\"text\":\"шаг\"}\n\n";
    }

    private Operation follow(RawServer server, Duration quiet) {
        ClientSettings settings = ClientSettings.of(server.address()).limits(quiet, quiet, 3, Duration.ofMinutes(2));
        return VivariumClient.of(settings, time -> {}).operations().follow(ID, (Event e) -> seen.add(e.id()));
    }

    @Test
    void aLostConnectionGoesOnAfterTheLastEvent() {
        try (RawServer server = new RawServer(
                RawServer.cutEvents(event(3) + ": alive\n\n" + event(4)),
                "",
                RawServer.events(event(3) + event(5) + "data: {\"id\":6"),
                operation("done"))) {
            assertThat(follow(server, Duration.ofSeconds(20)).state()).isEqualTo(OperationState.DONE);
            assertThat(seen).containsExactly(3L, 4L, 5L);
            assertThat(server.heads().get(0)).doesNotContain("Last-Event-ID");
            assertThat(server.heads().get(2)).contains("Last-Event-ID: 4");
        }
    }

    @Test
    void aStreamWithoutHeartbeatsIsMadeAnew() {
        try (RawServer server = new RawServer(
                RawServer.events(event(1)) + RawServer.SILENT, RawServer.events(event(2)), operation("failed"))) {
            assertThat(follow(server, Duration.ofMillis(300)).state()).isEqualTo(OperationState.FAILED);
            assertThat(seen).containsExactly(1L, 2L);
        }
    }

    @Test
    void aStreamThatEndsTooEarlyIsAskedForAgain() {
        try (RawServer server = new RawServer(
                RawServer.events(event(1)), operation("running"), RawServer.events(event(2)), operation("cancelled"))) {
            assertThat(follow(server, Duration.ofSeconds(20)).state()).isEqualTo(OperationState.CANCELLED);
            assertThat(seen).containsExactly(1L, 2L);
        }
    }

    @Test
    void aServiceThatStaysAwayIsGivenUpInTheEnd() {
        try (RawServer server = new RawServer(RawServer.events(event(1)), operation("running"), "")) {
            assertThatThrownBy(() -> follow(server, Duration.ofSeconds(20)))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("was lost");
            assertThat(server.connections()).isLessThan(100);
        }
    }

    @Test
    void aRefusalIsNotRepeated() {
        try (FakeService service = new FakeService()) {
            assertThatThrownBy(() -> service.client().operations().follow(ID, event -> {}))
                    .hasMessage("почему: x.unknown");
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void aPageThatIsNoStreamIsNoStream() {
        try (FakeService service = new FakeService().answering("{}")) {
            assertThatThrownBy(() -> service.client().operations().events(0, event -> true))
                    .hasMessageContaining("no stream of events");
        }
    }

    @Test
    void eventsAreReadHoweverTheirLinesEnd() throws IOException {
        ServerEvents events = of(":\r\ndata:a\r\ndata: b\r\rid: 1\n\ndata: последнее\n\ndata: cut");
        assertThat(new String(events.next().orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("a\nb");
        assertThat(new String(events.next().orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("последнее");
        assertThat(events.next()).isEmpty();
    }

    @Test
    void anEventWithoutAnEndIsNotKept() {
        InputStream endless = new InputStream() {
            private int n;

            @Override
            public int read() {
                return "data: abcdefgh\n".charAt(n++ % 15);
            }
        };
        assertThatThrownBy(() -> new ServerEvents(endless).next()).hasMessageContaining("longer than");
    }

    private static ServerEvents of(String text) {
        return new ServerEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
