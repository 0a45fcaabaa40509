package dev.vivarium.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that is stopped in the middle of its work, and started again. */
@Timeout(240)
class RestartTest {

    @Test
    void whatWasAcceptedIsFinishedByTheNextOne(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory)) {
            List<Answer> accepted = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                accepted.add(service.client().post("/v1/nodes", service.wish("node-" + i), "Idempotency-Key", "k" + i));
            }
            service.restart();
            TestClient client = service.client();
            for (int i = 0; i < accepted.size(); i++) {
                assertThat(client.awaitEnd(accepted.get(i)).at("/state")).isEqualTo("done");
                Answer again = client.post("/v1/nodes", service.wish("node-" + i), "Idempotency-Key", "k" + i);
                assertThat(again.header("Location")).isEqualTo(accepted.get(i).header("Location"));
            }
            assertThat(client.get("/v1/nodes").json().at("/items")).hasSize(6);
            assertThat(client.get("/v1/audit").json().at("/items")).hasSize(6);
        }
    }

    @Test
    void tokensAndTheAdminsFileStay(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory)) {
            String secret = service.client()
                    .post("/v1/tokens", Map.of("name", "ci", "role", "operator"))
                    .at("/secret");
            TestClient admin = service.client();
            assertThat(admin.get("/v1/tokens").json().at("/items")).hasSize(2);
            service.restart();
            assertThat(service.client(secret).get("/v1/caller").at("/name")).isEqualTo("ci");
            assertThat(service.client().get("/v1/tokens").json().at("/items")).hasSize(2);
        }
    }

    @Test
    void anotherConfigurationIsTakenWhileItRuns(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory)) {
            Answer accepted = service.client().post("/v1/nodes", service.wish("муза"));
            service.service()
                    .reload(service.changed(
                            new HypervisorConfig("local", "simulated", 8, Map.of("deny", "snapshot_live"), Map.of()),
                            new HypervisorConfig("second", "simulated", 2, Map.of("deny", ""), Map.of())));
            assertThat(service.client().awaitEnd(accepted).at("/state")).isEqualTo("done");
            assertThat(service.client().get("/v1/hypervisors/second").at("/health"))
                    .isEqualTo("up");
            assertThat(service.client().get("/v1/hypervisors/local").at("/parallel"))
                    .isEqualTo("8");
        }
    }
}
