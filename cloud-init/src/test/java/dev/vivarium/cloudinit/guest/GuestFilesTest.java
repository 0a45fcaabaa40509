package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.seed.SeedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestFilesTest {
    private static final Digest DIGEST = Digest.of(new byte[0]);

    @TempDir
    Path dir;

    @Test
    void thePlanIsOneLineAKey() {
        BundleManifest manifest = BundleManifest.parse("b", """
                version: 1
                name: muse
                release: "1.0"
                services: [{unit: boot/agent one/a.service}]
                state: [память]
                secrets: [TOKEN]
                hooks: {init: boot/init.sh, quiesce: boot/still.sh, resume: boot/on.sh}
                """);
        GuestPlan.Bundle bundle = new GuestPlan.Bundle(
                DIGEST,
                manifest,
                List.of(new GuestPlan.Layer("all", "VIVARIUM01234567", DIGEST, 8192, 4096)),
                new Delivery.Medium(),
                Optional.empty());
        assertThat(file(new GuestPlan("6f1c", "Муза", "inst", Optional.of(bundle)), "/etc/vivarium/plan"))
                .isEqualTo("""
                        format 1
                        node 6f1c
                        name Муза
                        installation inst
                        bundle %1$s
                        release 1.0
                        delivery medium
                        layer VIVARIUM01234567 %1$s 4096 all
                        medium VIVARIUM01234567 %1$s 8192
                        service a.service boot/agent one/a.service
                        state память
                        secret TOKEN
                        init boot/init.sh
                        quiesce boot/still.sh
                        resume boot/on.sh
                        """.formatted(DIGEST.hex()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void aShellReadsTheEnvironmentAsItWasMeant(String shell) throws Exception {
        String secret = "a\"b'c$HOME`id`\\d\\\\ \n вторая строка ";
        GuestPlan plan = new GuestPlan("6f1c", SampleNode.NAME, "inst", Optional.empty());
        Secret secrets = GuestFiles.secrets(Map.of("B", Secret.of(secret), "A", Secret.of("x")));
        Files.writeString(dir.resolve("node.env"), file(plan, "/etc/vivarium/node.env"));
        Files.writeString(dir.resolve("secrets.env"), secrets.reveal());
        Process read = new ProcessBuilder(
                        shell,
                        "-c",
                        ". ./node.env; . ./secrets.env; printf '%s|%s|%s' \"$VIVARIUM_NODE_NAME\" \"$A\" \"$B\"")
                .directory(dir.toFile())
                .start();
        assertThat(new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(SampleNode.NAME + "|x|" + secret);
    }

    @Test
    void secretsSayWhichThereAreAndWhereTheyEnd() {
        assertThat(GuestFiles.secrets(Map.of("B", Secret.of("2"), "A", Secret.of("1")))
                        .reveal())
                .isEqualTo("# secrets: A B\nA=\"1\"\nB=\"2\"\n# end\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\rb", "a\u001bb"})
    void aSecretThatIsNoTextIsRefusedWithoutBeingShown(String value) {
        assertThatThrownBy(() -> GuestFiles.secrets(Map.of("TOKEN", Secret.of("canary" + value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOKEN")
                .hasMessageNotContaining("canary");
    }

    @Test
    void theSeedBringsNoSecrets() {
        GuestPlan plan = new GuestPlan("6f1c", "n", "inst", Optional.empty());
        assertThat(GuestFiles.of(plan))
                .extracting(SeedFile::path)
                .containsExactly(
                        "/usr/local/bin/vivarium-node",
                        "/etc/systemd/system/vivarium-node.service",
                        "/etc/vivarium/plan",
                        "/etc/vivarium/node.env");
        assertThat(GuestFiles.of(plan).get(0).permissions()).isEqualTo("0755");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " n", "n ", "a\nb", "a\u0000b"})
    void aNameThatWouldBreakALineIsRefused(String name) {
        assertThatThrownBy(() -> new GuestPlan("6f1c", name, "inst", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash --posix"})
    void theScriptIsWrittenForAnyShell(String shell) throws Exception {
        Assumptions.assumeTrue(present(shell), shell + " is missing: apt-get install " + shell);
        Path script = Files.writeString(dir.resolve("vivarium-node"), GuestFiles.script());
        String check = shell + " -n ";
        Process process = new ProcessBuilder("sh", "-c", check + script)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void theUnitIsWhatSystemdAccepts() throws Exception {
        Assumptions.assumeTrue(present("systemd-analyze"), "systemd-analyze is missing: apt-get install systemd");
        GuestPlan plan = new GuestPlan("6f1c", "n", "inst", Optional.empty());
        String unit = file(plan, "/etc/systemd/system/vivarium-node.service");
        Path file =
                Files.writeString(dir.resolve("vivarium-node.service"), unit.replace("/usr/local/bin/", "/bin/sh "));
        Process process = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines().filter(line -> line.contains("vivarium-node"))).isEmpty();
        assertThat(process.waitFor()).as(said).isNotNegative();
    }

    private static boolean present(String tool) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + tool.split(" ")[0] + " >/dev/null")
                        .start()
                        .waitFor()
                == 0;
    }

    private static String file(GuestPlan plan, String path) {
        return GuestFiles.of(plan).stream()
                .filter(file -> file.path().equals(path))
                .map(file -> file.content().reveal())
                .collect(Collectors.joining());
    }
}
