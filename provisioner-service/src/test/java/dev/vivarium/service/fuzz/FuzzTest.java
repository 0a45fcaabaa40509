package dev.vivarium.service.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.rig.Caller;
import dev.vivarium.service.rig.Instance;
import dev.vivarium.service.rig.Ports;
import dev.vivarium.service.rig.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is one that the contract promises. */
class FuzzTest {
    private static final String LIMITS =
            "  limits: {perToken: 1000000, perAddress: 1000000, wrongTokens: 1000000, requestTime: 5s}";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private Scene scene;
    private Instance service;
    private Caller caller;

    @BeforeEach
    void begin() throws IOException {
        scene = Scene.open(directory, "sqlite", LIMITS);
        service = new Instance(scene, "service", Ports.free());
        service.start();
        caller = new Caller(List.of(service.address()), scene.token(), Duration.ofSeconds(30));
    }

    @AfterEach
    void end() {
        service.close();
        scene.close();
    }

    @Test
    void tenThousandRequestsAreAnsweredAsPromised() throws IOException {
        fuzz(10_000, 8);
    }

    @Test
    @Tag("full")
    void aHundredThousandRequestsAreAnsweredAsPromised() throws IOException {
        fuzz(100_000, 1);
    }

    private void fuzz(int count, long seed) throws IOException {
        FuzzRun run = new FuzzRun(
                        service.address(),
                        scene.token(),
                        caller.get("/v1/caller").text("id"),
                        seed)
                .know("file:" + directory.resolve("image.qcow2"))
                .know(directory.resolve("AGI-core").toString())
                .know("file:" + directory.resolve("vault/token"));
        for (String name : List.of("муза", "дуэт")) {
            run.id(caller.change("POST", "/v1/nodes", scene.bare(name)).text("node"));
        }

        run.send(count);

        System.out.println("seed " + seed + ": " + run);
        assertThat(run.wrong()).as("seed " + seed + ": " + run).isEmpty();
        assertThat(run.answers(2)).as(run.toString()).isGreaterThan(count / 10);
        assertThat(run.unanswered()).as(run.toString()).isLessThan(count / 20);
        assertThat(caller.get("/readyz").status()).isEqualTo(200);
        assertThat(Files.readString(service.log(), StandardCharsets.UTF_8))
                .doesNotContain(scene.token(), HostileParts.CANARY, Scene.CANARY_CORE)
                .doesNotContain("a mistake of ours");
    }
}
