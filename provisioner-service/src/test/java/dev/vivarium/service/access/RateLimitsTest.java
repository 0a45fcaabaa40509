package dev.vivarium.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RateLimitsTest {
    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory, c -> c.rated(new RateLimits(1, 1000, 5)))) {
            TestClient client = service.client();
            Answer answer = IntStream.range(0, 20)
                    .mapToObj(i -> client.get("/v1/caller"))
                    .filter(a -> a.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(answer.at("/code")).isEqualTo("access.rate");
            assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow()))
                    .isPositive();
        }
    }

    @Test
    void guessingIsSlowedDownAndDoesNotKeepOthersOut(@TempDir Path directory) {
        try (ServiceUnderTest service = ServiceUnderTest.in(directory, c -> c.rated(new RateLimits(1000, 1000, 3)))) {
            assertThat(service.client().get("/v1/caller").status()).isEqualTo(200);
            TestClient wrong = service.client("viv_" + "x".repeat(43));
            assertThat(IntStream.range(0, 5)
                            .map(i -> wrong.get("/v1/caller").status())
                            .toArray())
                    .startsWith(401)
                    .endsWith(429);
            assertThat(service.client().get("/v1/caller").status()).isEqualTo(200);
        }
    }
}
