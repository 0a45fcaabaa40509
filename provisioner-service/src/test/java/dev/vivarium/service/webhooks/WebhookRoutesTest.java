package dev.vivarium.service.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WebhookRoutesTest {
    private static final String HOOKS = "/v1/webhooks";
    private static ServiceUnderTest service;
    private static TestClient client;

    @BeforeAll
    static void start(@TempDir Path directory) {
        service = ServiceUnderTest.in(directory);
        client = service.client();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Map<String, Object> wish(String url, String... events) {
        return Map.of("url", url, "events", List.of(events));
    }

    @Test
    void aWebhookShowsItsSecretOnceAndNowhereElse() throws IOException {
        Answer made = client.post(HOOKS, wish("https://1.1.1.1/hook?x=1", "node-unready", "session-blocked"));
        assertThat(made.status()).isEqualTo(201);
        String secret = made.at("/secret");
        String place = made.header("Location").orElseThrow();
        assertThat(secret).hasSizeGreaterThan(40);
        assertThat(client.get(place).at("/url")).isEqualTo("https://1.1.1.1/hook?x=1");
        assertThat(client.get(place).text()
                        + client.get(HOOKS).text()
                        + client.get("/v1/audit").text())
                .doesNotContain(secret);
        try (Stream<Path> files = Files.walk(service.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
        assertThat(client.get(place + "/deliveries").json().at("/items")).isEmpty();
        assertThat(client.delete(place).status()).isEqualTo(204);
        assertThat(client.get(place).status()).isEqualTo(404);
        assertThat(client.delete(place).status()).isEqualTo(404);
        assertThat(client.get(place + "/deliveries").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/,address.refused",
        "https://[::1]:8443/,address.refused",
        "https://169.254.169.254/latest/meta-data,address.refused",
        "https://10.1.2.3/,address.refused",
        "https://localhost/,address.refused",
        "https://[::ffff:192.168.0.1]/,address.refused",
        "http://1.1.1.1/,webhook.plain",
        "ftp://1.1.1.1/,webhook.url",
        "https://user:pass@1.1.1.1/,webhook.url",
        "https://1.1.1.1/#x,webhook.url",
        "https:///x,webhook.url",
        "file:/etc/passwd,webhook.url",
        "https://1.1.1.1:99999/,webhook.url",
        "not a url,webhook.url",
        "https://пример.рф/,webhook.url"
    })
    void whereNothingMayBeSentNoWebhookIsMade(String url, String code) {
        Answer refused = client.post(HOOKS, wish(url, "node-gone"));
        assertThat(refused.at("/code")).as(refused.text()).isEqualTo(code);
        assertThat(refused.status()).isIn(400, 403);
    }

    @Test
    void whatItHearsOfIsChecked() {
        assertThat(client.post(HOOKS, wish("https://1.1.1.1/")).status()).isEqualTo(400);
        assertThat(client.post(HOOKS, wish("https://1.1.1.1/", "nonsense")).status())
                .isEqualTo(400);
        assertThat(client.post(HOOKS, wish("https://1.1.1.1/", "operation-progress"))
                        .at("/code"))
                .isEqualTo("webhook.events");
        assertThat(client.post(HOOKS, wish("https://1.1.1.1/" + "x".repeat(2048), "node-gone"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theyComeInPagesAndForAdminsOnly() {
        for (int i = 0; i < 3; i++) {
            client.post(HOOKS, wish("https://1.1.1.1/" + i, "node-gone"));
        }
        Answer first = client.get(HOOKS + "?pageSize=2");
        assertThat(first.json().at("/items")).hasSize(2);
        Answer second = client.get(HOOKS + "?pageSize=2&pageToken=" + first.at("/nextPageToken"));
        assertThat(second.json().at("/items")).isNotEmpty();
        assertThat(second.at("/items/0/id")).isNotEqualTo(first.at("/items/0/id"));
        TestClient operator = service.client("operator", Map.of());
        assertThat(operator.get(HOOKS).status()).isEqualTo(403);
        assertThat(client.get(HOOKS + "/" + UUID.randomUUID()).at("/code")).isEqualTo("webhook.unknown");
    }
}
