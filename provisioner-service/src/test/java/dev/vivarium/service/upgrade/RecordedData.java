package dev.vivarium.service.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import dev.vivarium.service.fixture.Waiting;
import java.util.Map;

/** What is in a recorded database, put in and found again over REST: what a user would miss. */
final class RecordedData {
    private static final String NODE = "муза";
    private static final Map<String, Object> POLICY = Map.of(
            "name",
            "evenings",
            "nodes",
            Map.of("labels", Map.of("team", "atelier")),
            "schedule",
            Map.of("cron", "0 19 1 1 *", "zone", "Europe/Berlin"),
            "before",
            Map.of("nothing", true));

    private RecordedData() {}

    static void fill(ServiceUnderTest service) {
        TestClient client = service.client();
        String node = "/v1/nodes/" + service.node(NODE, Map.of("labels", Map.of("team", "atelier")));
        client.awaitEnd(client.post(node + "/snapshots", Map.<String, Object>of("name", "вечер", "pinned", true)));
        String session = client.post(node + "/sessions", Map.of("before", Map.of("snapshot", Map.of("kind", "auto"))))
                .header("Location")
                .orElseThrow();
        Waiting.until(
                "the session is open", () -> client.get(session).at("/state").equals("open"));
        client.post(session + "/end");
        Waiting.until(
                "the session has ended", () -> client.get(session).at("/state").equals("ended"));
        assertThat(client.post("/v1/policies", POLICY).status()).isEqualTo(201);
        client.post("/v1/tokens", Map.of("name", "ci", "role", "operator"));
        client.post(
                "/v1/bundles",
                Map.of("path", service.directory().resolve("AGI-core").toString()));
    }

    static void check(ServiceUnderTest service) {
        TestClient client = service.client();
        JsonNode node = client.get("/v1/nodes").json().at("/items/0");
        assertThat(node.path("name").asText()).isEqualTo(NODE);
        assertThat(node.at("/labels/team").asText()).isEqualTo("atelier");
        String path = "/v1/nodes/" + node.path("id").asText();
        JsonNode snapshots = client.get(path + "/snapshots").json().path("items");
        assertThat(snapshots.at("/0/name").asText()).isEqualTo("вечер");
        assertThat(snapshots.at("/1/origin").asText()).isEqualTo("session");
        assertThat(snapshots.at("/0/pinned").asBoolean()).isTrue();

        Answer operations =
                client.get("/v1/operations?state=done&node=" + node.path("id").asText());
        assertThat(operations.json().findValuesAsText("kind")).contains("create", "snapshot");
        String create = operations.json().at("/items").findValuesAsText("id").stream()
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(client.get("/v1/operations/" + create).at("/kind")).isEqualTo("create");
        assertThat(client.get("/v1/operations/" + create).json().at("/steps").size())
                .isGreaterThan(3);

        assertThat(client.get(path + "/sessions").at("/items/0/state")).isEqualTo("ended");
        assertThat(client.get("/v1/policies").at("/items/0/spec/schedule/cron")).isEqualTo("0 19 1 1 *");
        assertThat(client.get("/v1/tokens").json().findValuesAsText("name")).contains("ci", "admin");
        assertThat(client.get("/v1/bundles").json().at("/items").size()).isEqualTo(1);
        assertThat(client.get("/v1/audit").json().findValuesAsText("action"))
                .contains("createNode", "createSnapshot", "openSession", "endSession", "createPolicy", "createToken");

        Answer more = client.post("/v1/tokens", Map.of("name", "after", "role", "viewer"));
        assertThat(more.status()).as("it can be written to").isEqualTo(201);
    }
}
