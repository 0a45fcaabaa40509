package dev.vivarium.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.service.config.AddressRange;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import dev.vivarium.service.fixture.Waiting;
import dev.vivarium.service.webhooks.Listening;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.faults.RecordingWork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole service that looks often: strays, what others do, and who is told. */
@Timeout(120)
class StrayRoutesTest {
    private static final Duration OFTEN = Duration.ofMillis(200);
    private static final String STRAYS = "/v1/hypervisors/local/strays";

    private static ServiceUnderTest service;
    private static TestClient client;

    @BeforeAll
    static void start(@TempDir Path directory) {
        service = ServiceUnderTest.in(
                directory,
                config -> config.watching(OFTEN, Duration.ZERO).allowing(List.of(AddressRange.parse("127.0.0.0/8"))));
        client = service.client();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void lose(String node) {
        service.service().vivarium().installation().journal().remove(NodeId.parse(node));
    }

    private static Machine machine(String node) {
        return service.service()
                .vivarium()
                .node(NodeId.parse(node))
                .orElseThrow()
                .machine()
                .orElseThrow();
    }

    @Test
    void aStrayIsListedTakenBackAndRemoved() {
        String id = service.node("потеряна");
        assertThat(client.get(STRAYS).json().at("/items")).isEmpty();
        lose(id);
        Waiting.until(
                "the service",
                () -> !client.get(STRAYS).at("/items/0/firstSeenAt").isEmpty());
        Answer listed = client.get(STRAYS);
        assertThat(listed.at("/items/0/node")).isEqualTo(id);
        assertThat(listed.at("/items/0/power")).isEqualTo("running");

        Map<String, Object> wish = Map.of("hypervisor", "local", "name", "найдена", "labels", Map.of("team", "ателье"));
        Answer adopted = client.awaitEnd(client.post("/v1/nodes/" + id + "/adopt", wish));
        assertThat(adopted.at("/state")).isEqualTo("done");
        Answer node = client.get("/v1/nodes/" + id);
        assertThat(node.at("/state")).isEqualTo("ready");
        assertThat(node.at("/name")).isEqualTo("найдена");
        assertThat(node.at("/labels/team")).isEqualTo("ателье");
        assertThat(client.post("/v1/nodes/" + id + "/adopt", wish).at("/code")).isEqualTo("stray.is-node");
        assertThat(client.delete(STRAYS + "/" + id).status())
                .as("a node's machine")
                .isEqualTo(404);

        lose(id);
        Answer removed = client.awaitEnd(client.delete(STRAYS + "/" + id));
        assertThat(removed.at("/state")).isEqualTo("done");
        assertThat(client.get(STRAYS).json().at("/items")).isEmpty();
        assertThat(service.server()
                        .connect(
                                "look",
                                service.service().vivarium().installation().id())
                        .find(NodeId.parse(id)))
                .isEmpty();
    }

    @Test
    void whatIsNoStrayIsNotFound() {
        assertThat(client.get("/v1/hypervisors/nowhere/strays").status()).isEqualTo(404);
        UUID nobody = UUID.randomUUID();
        assertThat(client.delete(STRAYS + "/" + nobody).at("/code")).isEqualTo("stray.unknown");
        assertThat(client.post("/v1/nodes/" + nobody + "/adopt", Map.of("hypervisor", "local", "name", "x"))
                        .at("/code"))
                .isEqualTo("stray.unknown");
        assertThat(client.post("/v1/nodes/" + nobody + "/adopt", Map.of("hypervisor", "local", "name", "a b"))
                        .status())
                .isIn(400, 404);
        assertThat(service.client("operator", Map.of())
                        .delete(STRAYS + "/" + nobody)
                        .status())
                .as("for admins")
                .isEqualTo(403);
    }

    @Test
    void aMachineOfOthersIsNoStray() {
        InstallationId theirs = new InstallationId("theirs");
        NodeId id = NodeId.random();
        var others = service.server().connect("theirs", theirs);
        others.create(Specs.small(id, theirs, service.directory().resolve("image.qcow2"), 2048), new RecordingWork());
        assertThat(client.get(STRAYS).text()).doesNotContain(id.toString());
        assertThat(client.delete(STRAYS + "/" + id).status()).isEqualTo(404);
        assertThat(others.find(id)).isPresent();
    }

    @Test
    void whatOthersDoReachesAReceiverByItself() {
        String id = service.node("наблюдаемая");
        try (Listening receiver = new Listening()) {
            Answer made = client.post(
                    "/v1/webhooks", Map.of("url", receiver.url(), "events", List.of("node-changed", "node-unready")));
            assertThat(made.status()).isEqualTo(201);
            String hook = "/v1/webhooks/" + made.at("/webhook/id");
            var others = service.server()
                    .connect(
                            "others",
                            service.service().vivarium().installation().id());
            others.stop(machine(id), StopMode.FORCED, new RecordingWork());
            Waiting.until("the service", () -> receiver.heard("\"stopped\"") && receiver.heard(id));
            others.start(machine(id), new RecordingWork());
            Waiting.until("the service", () -> receiver.heard("node-unready"));

            Waiting.until(
                    "the service",
                    () -> client.get(hook + "/deliveries").at("/items/0/state").equals("done"));
            assertThat(client.get(hook).at("/lastDeliveryAt")).isNotEmpty();
            assertThat(client.get("/v1/nodes/" + id).at("/state")).isEqualTo("unready");
            assertThat(client.delete(hook).status()).isEqualTo(204);
        }
    }

    @Test
    void aSessionWhoseSnapshotOthersRemovedIsBlocked() {
        String id = service.node("в-деле");
        String sessions = "/v1/nodes/" + id + "/sessions";
        Answer asked = client.post(
                sessions, Map.of("before", Map.of("snapshot", Map.of("kind", "auto")), "after", "rollback"));
        String session = sessions + "/" + asked.at("/id");
        Waiting.until("the service", () -> client.get(session).at("/state").equals("open"));
        var others = service.server()
                .connect("others", service.service().vivarium().installation().id());
        var snapshots = others.snapshots().orElseThrow();
        snapshots.list(machine(id)).forEach(s -> snapshots.delete(machine(id), s.id(), new RecordingWork()));
        Waiting.until("the service", () -> client.get(session).at("/state").equals("blocked"));
        assertThat(client.get(session).text()).contains("gone");
    }
}
