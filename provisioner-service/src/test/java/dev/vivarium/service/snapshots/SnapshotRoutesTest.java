package dev.vivarium.service.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SharedService;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotRoutesTest extends SharedService {

    @Test
    void aSnapshotIsTakenPinnedRolledBackToAndRemoved() {
        String node = "/v1/nodes/" + service.node("муза");
        Answer taken = client.awaitEnd(client.post(
                node + "/snapshots", Map.of("name", "до сессии", "kind", "auto", "labels", Map.of("why", "сессия"))));
        String snapshot = node + "/snapshots/" + taken.at("/result/snapshot");
        assertThat(client.get(snapshot).at("/name")).isEqualTo("до сессии");
        assertThat(client.get(node + "/snapshots?label=why").json().at("/items"))
                .hasSize(1);
        assertThat(client.get(node + "/snapshots?label=why=other").json().at("/items"))
                .isEmpty();

        Answer pinned = client.patch(snapshot, Map.of("pinned", true));
        assertThat(pinned.at("/pinned")).isEqualTo("true");
        assertThat(pinned.at("/labels/why")).isEqualTo("сессия");

        Answer back = client.awaitEnd(client.post(snapshot + "/rollback", Map.of("safetySnapshot", true)));
        assertThat(back.at("/state")).isEqualTo("done");
        assertThat(client.get(node).at("/generation")).isEqualTo("1");
        assertThat(client.get(node + "/snapshots").json().at("/items")).hasSize(2);

        assertThat(client.awaitEnd(client.delete(snapshot)).at("/state")).isEqualTo("done");
        assertThat(client.get(snapshot).status()).isEqualTo(404);
    }

    @Test
    void whatIsWrongWithAWishIsSaid() {
        String node = "/v1/nodes/" + service.node("wrong");
        for (Map<String, Object> wrong : java.util.List.<Map<String, Object>>of(
                Map.of(), Map.of("name", ""), Map.of("name", "x", "kind", "warm"), Map.of("name", "x", "id", "7"))) {
            assertThat(client.post(node + "/snapshots", wrong).status())
                    .as(wrong.toString())
                    .isEqualTo(400);
        }
        assertThat(client.post("/v1/nodes/7/snapshots", Map.of("name", "x")).status())
                .isEqualTo(404);
    }
}
