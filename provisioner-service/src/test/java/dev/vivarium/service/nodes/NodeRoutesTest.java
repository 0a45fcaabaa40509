package dev.vivarium.service.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SharedService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NodeRoutesTest extends SharedService {
    @Test
    void aNodeIsMadeLookedAtAndRemoved() {
        Answer accepted = client.post("/v1/nodes", service.wish("муза", Map.of("labels", Map.of("team", "ателье"))));
        assertThat(accepted.status()).isEqualTo(202);
        Answer ended = client.awaitEnd(accepted);
        assertThat(ended.at("/state")).isEqualTo("done");

        String id = ended.at("/result/node");
        Answer node = client.get("/v1/nodes/" + id);
        assertThat(node.at("/name")).isEqualTo("муза");
        assertThat(node.at("/state")).isEqualTo("ready");
        assertThat(node.at("/labels/team")).isEqualTo("ателье");
        assertThat(node.json().at("/conditions")).isNotEmpty();

        Answer removed = client.awaitEnd(client.delete("/v1/nodes/" + id));
        assertThat(removed.at("/state")).isEqualTo("done");
        assertThat(client.get("/v1/nodes/" + id).status()).isEqualTo(404);
    }

    @Test
    void aPreflightMakesNothing() {
        Answer good = client.post("/v1/nodes?dryRun=true", service.wish("никто"));
        assertThat(good.at("/possible")).isEqualTo("true");
        Answer bad =
                client.post("/v1/nodes?dryRun=true", service.wish("никто", Map.of("image", "file:/nowhere.qcow2")));
        assertThat(bad.at("/possible")).isEqualTo("false");
        assertThat(bad.at("/findings/0/code")).isNotEmpty();
        assertThat(service.service().vivarium().node("никто")).isEmpty();
    }

    @Test
    void thePathMayNameTheNewNode() {
        String path = "/v1/nodes/" + UUID.randomUUID();
        assertThat(client.awaitEnd(client.put(path, service.wish("muse"))).at("/state"))
                .isEqualTo("done");
        Answer again = client.put(path, service.wish("muse"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(client.put(path, service.wish("muse", Map.of("cores", 2))).at("/code"))
                .isEqualTo("node.exists");
        assertThat(client.put("/v1/nodes/" + UUID.randomUUID(), service.wish("muse"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whatIsWrongWithAWishIsSaid() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("cores", 0),
                Map.of("cores", "four"),
                Map.of("cores", 1.5),
                Map.of("network", "carrier-pigeon"),
                Map.of("colour", "red"),
                Map.of("gpus", List.of("a GPU")),
                Map.of("labels", Map.of("Team", "x")),
                Map.of("image", "https://example.org/no-digest.img"),
                Map.of("secrets", Map.of("KEY", "the value itself")))) {
            Answer answer = client.post("/v1/nodes", service.wish("muse", wrong));
            assertThat(answer.status()).as(wrong + answer.text()).isEqualTo(400);
        }
    }

    @Test
    void aNodeIsStoppedStartedVerifiedAndCloned() {
        String node = "/v1/nodes/" + service.node("one");
        assertThat(client.awaitEnd(client.post(node + "/stop", Map.of("mode", "force")))
                        .at("/state"))
                .isEqualTo("done");
        assertThat(client.get(node).at("/state")).isEqualTo("stopped");
        assertThat(client.awaitEnd(client.post(node + "/start")).at("/state")).isEqualTo("done");
        assertThat(client.awaitEnd(client.post(node + "/restart")).at("/state")).isEqualTo("done");
        assertThat(client.awaitEnd(client.post(node + "/verify")).at("/state")).isEqualTo("done");
        Answer clone = client.awaitEnd(client.post(node + "/clone", Map.of("name", "эхо", "labels", Map.of("a", "b"))));
        assertThat(clone.at("/state")).isEqualTo("done");
        assertThat(client.get("/v1/nodes/" + clone.at("/result/node")).at("/labels/a"))
                .isEqualTo("b");
        assertThat(client.post(node + "/retry").at("/code")).isEqualTo("node.not-failed");
    }
}
