package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reads media with a foreign tool. */
record IsoFiles(Path medium) {

    void extract(Path to) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/xorriso")), "needs xorriso: apt-get install xorriso");
        Process xorriso = new ProcessBuilder(
                        "xorriso", "-osirrox", "on", "-indev", medium.toString(), "-extract", "/", to.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(xorriso.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(xorriso.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
