package dev.vivarium.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ContractCheck;
import dev.vivarium.service.fixture.SharedService;
import dev.vivarium.service.fixture.TestClient;
import dev.vivarium.service.http.Endpoint;
import dev.vivarium.service.http.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccessTest extends SharedService {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    /** Each operation for each role: those below what it asks for get 403, the others get past the door. */
    @Test
    void everyOperationAsksForItsRole() {
        for (Role role : Role.values()) {
            TestClient caller = service.client(role.name().toLowerCase(java.util.Locale.ROOT), Map.of());
            for (Endpoint endpoint : ContractCheck.contract().endpoints()) {
                if (endpoint.operationId().startsWith("stream")) {
                    continue; // they do not end; their door is the same
                }
                Answer answer = send(caller, endpoint);
                boolean allowed = endpoint.role().map(role::includes).orElse(true);
                boolean refused = answer.status() == 403 && answer.at("/code").equals("access.role");
                assertThat(refused)
                        .as(role + " " + endpoint.operationId() + " " + answer.text())
                        .isEqualTo(!allowed);
            }
        }
    }

    @Test
    void withoutATokenNothingIsTold() {
        for (Endpoint endpoint : ContractCheck.contract().endpoints()) {
            Answer answer = send(service.stranger(), endpoint);
            assertThat(answer.status() == 401)
                    .as(endpoint.operationId())
                    .isEqualTo(endpoint.role().isPresent());
        }
    }

    private static Answer send(TestClient caller, Endpoint endpoint) {
        String path =
                endpoint.path().replace("{digest}", "sha256:" + "0".repeat(64)).replace("{hypervisor}", "nowhere");
        boolean sends = Stream.of("POST", "PUT", "PATCH").anyMatch(endpoint.method()::equals);
        return caller.send(
                endpoint.method(), path.replaceAll("\\{[^}]+}", NOBODY), sends ? Optional.of("{}") : Optional.empty());
    }

    @Test
    void aTokenIsShownOnceAndCanBeRevoked() {
        Answer made = client.post("/v1/tokens", Map.of("name", "наблюдатель", "role", "viewer"));
        assertThat(made.status()).isEqualTo(201);
        TestClient viewer = service.client(made.at("/secret"));
        assertThat(viewer.get("/v1/caller").at("/name")).isEqualTo("наблюдатель");
        assertThat(client.get("/v1/tokens").text()).doesNotContain(made.at("/secret"));
        assertThat(client.delete("/v1/tokens/" + made.at("/token/id")).status()).isEqualTo(204);
        assertThat(viewer.get("/v1/caller").status()).isEqualTo(401);
    }

    @Test
    void aTokenExpires() {
        assertThat(client.post(
                                "/v1/tokens",
                                Map.of("name", "old", "role", "viewer", "expiresAt", Instant.EPOCH.toString()))
                        .at("/code"))
                .isEqualTo("token.expires");
    }

    @Test
    void aTokenLimitedToLabelsSeesOnlyItsNodes() {
        String ours = service.node("наша", Map.of("labels", Map.of("team", "a")));
        String theirs = service.node("чужая", Map.of("labels", Map.of("team", "b")));
        TestClient limited = service.client("operator", Map.of("team", "a"));
        assertThat(limited.get("/v1/nodes").text()).contains(ours).doesNotContain(theirs);
        assertThat(limited.get("/v1/nodes/" + theirs).status()).isEqualTo(404);
        assertThat(limited.post("/v1/nodes/" + theirs + "/stop").status()).isEqualTo(404);
        assertThat(limited.post("/v1/nodes", service.wish("x", Map.of("labels", Map.of("team", "b"))))
                        .at("/code"))
                .isEqualTo("access.labels");
        assertThat(limited.get("/v1/operations").text()).contains(ours).doesNotContain(theirs);
    }

    @Test
    void theAuditSaysWhoDidWhatAndCannotBeChanged() {
        String node = service.node("audited");
        Answer audit = client.get("/v1/audit?node=" + node);
        assertThat(audit.at("/items/0/action")).isEqualTo("createNode");
        assertThat(audit.at("/items/0/actor")).isEqualTo("admin");
        assertThat(audit.at("/items/0/result")).isEqualTo("accepted");
        service.client("viewer", Map.of()).delete("/v1/nodes/" + node);
        assertThat(client.get("/v1/audit?node=" + node).at("/items/0/result")).isEqualTo("access.role");
        for (String sql : new String[] {"UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"}) {
            assertThatThrownBy(() -> service.service().database().write(h -> h.execute(sql)))
                    .hasStackTraceContaining("append-only");
        }
    }

    @Test
    void theAdminTokenIsInAFileForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(service.service().adminTokenFile())))
                .isEqualTo("rw-------");
    }
}
