package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about bundles. */
final class BundleTest {
    @TempDir
    private Path directory;

    private House house;

    @BeforeEach
    void build() throws IOException {
        house = new House(directory.resolve("дом"));
    }

    private Run bundle(String command, Object... more) {
        String[] args = new String[more.length + 2];
        args[0] = "bundle";
        args[1] = command;
        for (int i = 0; i < more.length; i++) {
            args[i + 2] = more[i].toString();
        }
        return house.vivarium(args);
    }

    @Test
    void aNewBundlePassesItsCheckAndMakesANode() {
        Path made = directory.resolve("Моя сборка");
        Run wrote = bundle("new", made, "--name", "agent");
        assertThat(wrote.exit()).as(wrote.err()).isZero();
        assertThat(bundle("check", made).out()).isEqualTo(made + " is a good bundle\n");
        Run again = bundle("new", made);
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is not empty");

        Run up = house.vivarium("up", "узел", "--bundle", made.toString(), "--memory", "512M");
        assertThat(up.exit()).as(up.err()).isZero();
        assertThat(up.out()).startsWith("узел is READY\n");
        assertThat(bundle("ls").out()).contains("LAST USED").hasLineCount(3);
        assertThat(bundle("prune", "--unused", "1d").out()).isEqualTo("there is nothing to remove\n");
        assertThat(bundle("prune", "--unused", "soon").err())
                .startsWith("error: --unused: 'soon' is no length of time");
        assertThat(bundle("prune").out()).contains("removed ").endsWith(" are free\n");
        assertThat(bundle("ls").out()).isEqualTo("no packed bundles\n");
    }

    @Test
    void everyProblemIsToldWithItsLine() throws IOException {
        Path made = directory.resolve("b");
        bundle("new", made);
        Path manifest = made.resolve("bundle.yaml");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                                .replace("release: \"1.0\"", "release: 1.0")
                                .replace("port: 8080}\n\n# What must", "prot: 8080}\n\n# What must")
                                .replace("[logs]", "[diary]")
                        + "extra: 1\n");
        Path link = Files.createSymbolicLink(made.resolve("out"), Path.of("/etc/shadow"));
        Run check = bundle("check", made);
        Files.delete(link); // JUnit warns of links that lead out
        assertThat(check.exit()).isEqualTo(2);
        assertThat(check.out())
                .contains("/out: error: leads out of the bundle, to /etc/shadow")
                .contains("bundle.yaml:5: error: release: expected text, found the number 1.0; put it in quotes")
                .contains("bundle.yaml:19: error: ports[0]: the key 'port' is missing; is 'prot' in line 19 meant?")
                .contains(": error: preserve[0]: 'diary' is not among the paths of 'state'")
                .contains(": error: the document: unknown key 'extra'")
                .endsWith("5 errors, 0 warnings\n");
        assertThat(bundle("check", made, "--json").out())
                .startsWith("[{\"error\":true,")
                .hasLineCount(1);
    }

    @Test
    void whatIsUnwiseIsAWarning() throws IOException {
        Path made = directory.resolve("b");
        bundle("new", made);
        Files.writeString(made.resolve(".env"), "KEY=1");
        Files.writeString(made.resolve("boot/start.sh"), "#!/bin/sh\r\ntrue\r\n");
        Run check = bundle("check", made);
        assertThat(check.exit()).isZero();
        assertThat(check.out())
                .contains("/.env: warning: looks like a secret")
                .contains("/boot/start.sh: warning: has Windows line ends (CRLF)")
                .contains("/boot/start.sh: warning: is a program, but not executable")
                .endsWith("0 errors, 3 warnings\n");
    }

    @Test
    void whatIsPackedCanBeCarriedAndLookedAt() throws IOException {
        Path made = directory.resolve("b");
        Path out = directory.resolve("флешка");
        bundle("new", made, "--name", "agent");
        assertThat(bundle("show", made).out())
                .startsWith("agent 1.0, not packed\n")
                .contains("needs 512 MiB of memory, 2048 MiB of disk\n");
        Run packed = bundle("pack", made, "--out", out);
        assertThat(packed.exit()).as(packed.err()).isZero();
        assertThat(packed.out()).startsWith("agent 1.0, packed: sha256:").contains("VIVARIUM");
        Path document = out.resolve("agent-1.0.json");
        Run shown = bundle("show", document);
        assertThat(packed.out()).startsWith(shown.out());
        assertThat(bundle("show", document, "--json").out()).isEqualTo(Files.readString(document));
        assertThat(bundle("pack", made, "--out", out, "--json").out())
                .as("once more, the same")
                .isEqualTo(Files.readString(document));

        try (var media = Files.newDirectoryStream(out, "*.iso")) {
            Files.delete(media.iterator().next());
        }
        assertThat(bundle("show", document))
                .satisfies(r -> assertThat(r.exit()).isEqualTo(2))
                .satisfies(r -> assertThat(r.err()).contains("does not lie beside it; copy it again"));
        Files.writeString(document, "{\"format\":9}");
        assertThat(bundle("show", document).exit()).isNotZero();
    }

    @Test
    void schemasAreForEditors() {
        assertThat(bundle("schema").out()).startsWith("{").contains("\"cpuFeatures\"");
        assertThat(bundle("schema", "--config-file").out()).startsWith("{").contains("\"hypervisors\"");
        assertThat(house.bare("bundle").exit()).isEqualTo(2);
    }
}
