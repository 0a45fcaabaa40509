package dev.vivarium.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnitTextTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @Test
    void systemdFindsNothingWrongWithTheUnit(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ANALYZE), "needs systemd-analyze: apt-get install systemd");
        Path unit = directory.resolve("vivarium.service");
        Files.writeString(unit, UnitText.of("/bin/true", " --port 8421").replace("User=vivarium\n", ""));
        Process process = new ProcessBuilder(ANALYZE.toString(), "verify", unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("vivarium.service");
    }
}
