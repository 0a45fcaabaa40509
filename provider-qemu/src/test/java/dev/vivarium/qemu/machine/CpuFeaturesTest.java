package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.spi.HypervisorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFeaturesTest {
    /** What QEMU 7.2 says of {@code max}, cut short: aliases, dashes and dots, values that are no flags. */
    private static final String ANSWER =
            "{\"return\": {\"model\": {\"name\": \"max\", \"props\": {\"sse4.2\": true, \"sse4-2\":"
                    + " true, \"avx2\": true, \"avx512f\": false, \"la57\": true, \"sha-ni\": true, \"sse3\": true, \"i64\": true,"
                    + " \"phys-bits\": 0, \"vendor\": \"AuthenticAMD\"}}}, \"id\": \"features\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void emulatedOnesAreAskedForOnceInLinuxNames() throws IOException {
        Path calls = directory.resolve("calls");
        Path binary = script("#!/bin/sh\necho called >>" + calls + "\necho '" + ANSWER + "'\n");
        assertThat(ask(binary.toString(), PlayedHost.LARGE))
                .contains(Set.of("sse4_2", "avx2", "sha_ni", "pni", "lm"))
                .as("la57 is switched off for machines")
                .isEqualTo(ask(binary.toString(), PlayedHost.LARGE));
        assertThat(calls).hasContent("called\n");
        script("#!/bin/sh\necho called >>" + calls + "\necho another program\n");
        assertThat(ask(binary.toString(), PlayedHost.LARGE)).isEmpty();
        assertThat(calls).hasContent("called\ncalled\n");
    }

    @Test
    void whoCannotBeAskedTellsNothing() {
        assertThat(ask("true", PlayedHost.LARGE)).isEmpty();
        assertThat(ask("false", PlayedHost.LARGE)).isEmpty();
        assertThat(ask("/no/qemu", PlayedHost.LARGE)).isEmpty();
        assertThat(ask("no-such-qemu", PlayedHost.LARGE)).isEmpty();
    }

    @Test
    void realOnesAreThoseOfThisComputer() {
        Host host = PlayedHost.LARGE.withKvm(true, true);
        assertThat(ask("true", host)).as("a host that does not tell").isEmpty();
        assertThat(new LocalHost().cpuFeatures()).isNotEmpty();
    }

    @Test
    void qemuItselfAnswers() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")),
                "no qemu-system-x86_64 here: apt install qemu-system-x86");
        assertThat(ask("qemu-system-x86_64", PlayedHost.LARGE))
                .hasValueSatisfying(features -> assertThat(features)
                        .contains("fpu", "sse2", "sse4_2", "lm")
                        .doesNotContain("la57", "avx512f"));
    }

    private Optional<Set<String>> ask(String binary, Host host) {
        QemuSettings settings = QemuSettings.of(new HypervisorSettings(
                "local",
                new InstallationId("ours"),
                directory.resolve("home"),
                Map.of("binary", binary, "imageTool", "true"),
                Map.of()));
        try (Site site = new Site(settings, host, Clock.systemUTC())) {
            return site.cpuFeatures();
        }
    }

    private Path script(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("qemu"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
