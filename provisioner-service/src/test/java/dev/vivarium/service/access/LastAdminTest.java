package dev.vivarium.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastAdminTest {
    @Test
    void theLastTokenThatMakesOthersIsKept(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory)) {
            TestClient admin = service.client();
            String own = "/v1/tokens/" + admin.get("/v1/caller").at("/id");
            service.client("operator", Map.of());
            Answer refused = admin.delete(own);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.at("/code")).isEqualTo("access.last-admin");
            assertThat(refused.at("/hint")).contains("Make another admin token first");
            assertThat(admin.get("/v1/caller").status()).as("it still works").isEqualTo(200);

            Answer second = admin.post("/v1/tokens", Map.of("name", "second", "role", "admin"));
            assertThat(admin.delete(own).status()).as("it is not the last").isEqualTo(204);
            assertThat(admin.get("/v1/caller").status()).isEqualTo(401);
            TestClient other = service.client(second.at("/secret"));
            assertThat(other.delete("/v1/tokens/" + second.at("/token/id")).status())
                    .isEqualTo(409);
            assertThat(other.delete(own).status())
                    .as("one that was revoked before")
                    .isEqualTo(204);
        }
    }

    @Test
    void oneThatHasExpiredDoesNotCount(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory)) {
            TestClient admin = service.client();
            Answer brief = admin.post(
                    "/v1/tokens",
                    Map.of(
                            "name",
                            "brief",
                            "role",
                            "admin",
                            "expiresAt",
                            Instant.now().plus(Duration.ofDays(1)).toString()));
            service.service()
                    .database()
                    .write(h -> h.execute("UPDATE tokens SET expires_at = 1 WHERE id = ?", brief.at("/token/id")));
            String own = "/v1/tokens/" + admin.get("/v1/caller").at("/id");
            assertThat(admin.delete(own).at("/code")).isEqualTo("access.last-admin");
        }
    }
}
