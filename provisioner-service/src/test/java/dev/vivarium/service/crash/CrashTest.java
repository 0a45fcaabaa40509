package dev.vivarium.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed at any moment loses nothing and does nothing twice. The same by hand: {@code it/crash}. */
class CrashTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void nothingIsLostInTwentyKills() throws IOException, InterruptedException {
        losesNothing(20, 20261121);
    }

    @Test
    @Tag("full")
    void nothingIsLostInTwoHundredKills() throws IOException, InterruptedException {
        losesNothing(200, 42);
    }

    private void losesNothing(int kills, long seed) throws IOException, InterruptedException {
        CrashRun.Outcome outcome =
                new CrashRun(Files.createDirectories(directory), "sqlite", 1, kills, 4, 0.002, seed).play(n -> {});

        System.out.println(outcome.summary());
        assertThat(outcome.wrong()).as(outcome.summary()).isEmpty();
    }
}
