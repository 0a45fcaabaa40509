package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fuzz found once. */
class OddRequestsTest {
    @TempDir
    Path directory;

    private ServiceUnderTest service;
    private TestClient admin;

    @BeforeEach
    void start() {
        service = ServiceUnderTest.in(directory);
        admin = service.client();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aTimeThatIsNoneIsTheCallersMistake() {
        Answer answer = admin.get("/v1/audit?since=yesterday");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("request.parameter");
    }

    @Test
    void aHeaderMakesNoChangeOfAReading() {
        String node = admin.put("/v1/nodes/6c7d8f0e-3b1a-4d9e-9a51-0f3c2b7d4e10", service.wish("муза"))
                .at("/node");

        Answer answer = admin.get("/v1/nodes/" + node, "X-HTTP-Method-Override", "PUT");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(admin.get("/v1/nodes/" + node).status()).isEqualTo(200);
    }

    @Test
    void theAuditNamesOnlyNodesThatCouldBe() {
        admin.post("/v1/nodes/no-id-at-all/stop", Map.of());

        Answer audit = admin.get("/v1/audit");

        assertThat(audit.at("/items/0/action")).isEqualTo("stopNode");
        assertThat(audit.json().at("/items/0").has("node")).isFalse();
    }
}
