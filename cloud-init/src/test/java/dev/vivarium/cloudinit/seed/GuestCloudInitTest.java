package dev.vivarium.cloudinit.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.cloudinit.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the guest's own cloud-init, in the file tree of the guest image, what it thinks of our documents. */
class GuestCloudInitTest {
    private static final String PROPERTY = "vivarium.guest.root";

    @TempDir
    Path dir;

    private Path root;
    private Path inside;

    @BeforeEach
    void findRoot() throws IOException {
        String property = System.getProperty(PROPERTY, "");
        root = Path.of(property);
        assumeTrue(
                !property.isEmpty() && Files.isExecutable(root.resolve("usr/bin/cloud-init")),
                "no guest to ask; as root: it/guest-image/build.sh --root, then -D" + PROPERTY
                        + "=TREE (its last line)");
        inside = Files.createTempDirectory(root.resolve("tmp"), "seed");
    }

    @AfterEach
    void removeFiles() throws IOException {
        if (inside != null) {
            try (var files = Files.walk(inside)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-data", "vendor-data", "scrubbed"})
    void acceptsTheDocument(String name) throws IOException, InterruptedException {
        Seed seed = name.equals("scrubbed") ? Sample.seed().scrubbed() : Sample.seed();
        String file = put(seed, name.equals("scrubbed") ? "user-data" : name);
        assertThat(run(0, "cloud-init", "schema", "-c", file)).contains("Valid").doesNotContainIgnoringCase("deprecat");
    }

    @Test
    void wouldRefuseAWrongDocument() throws IOException, InterruptedException {
        Path file = inside.resolve("wrong");
        Files.writeString(file, "#cloud-config\nruncmd: 1\n");
        run(1, "cloud-init", "schema", "-c", fromRoot(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netplan", "eni"})
    void rendersTheNetwork(String kind) throws IOException, InterruptedException {
        String file = put(Sample.seed(), "network-config");
        Path out = Files.createDirectory(inside.resolve("out"));
        String[] convert = {"cloud-init", "devel", "net-convert", "-p", file, "-k", "yaml", "-D", "debian", "-O", kind};
        List<String> line = new ArrayList<>(List.of(convert));
        line.addAll(List.of("-m", "eth0,52:54:00:ab:cd:ef", "-d", fromRoot(out)));
        run(0, line.toArray(String[]::new));
        StringBuilder written = new StringBuilder();
        try (var files = Files.walk(out)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                written.append(Files.readString(one));
            }
        }
        assertThat(written).contains("eth0", "dhcp", "52:54:00:ab:cd:ef").doesNotContain("inet6");
    }

    @Test
    void readsEveryWordAsItWas() throws IOException, InterruptedException {
        String script =
                "import sys, yaml; [print(w.encode().hex()) for c in yaml.safe_load(open(sys.argv[1]))['runcmd']"
                        + " for w in c]";
        String printed = run(0, "python3", "-X", "utf8", "-c", script, put(Sample.seed(), "user-data"));
        assertThat(printed.split("\n", -1))
                .containsSequence(Sample.userData().commands().stream()
                        .flatMap(List::stream)
                        .map(word -> HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)))
                        .toArray(String[]::new));
    }

    private String put(Seed seed, String name) throws IOException {
        Secret document = Objects.requireNonNull(seed.documents().get(name));
        return fromRoot(Files.writeString(inside.resolve(name), document.reveal()));
    }

    private String fromRoot(Path file) {
        return "/" + root.relativize(file);
    }

    private String run(int expected, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("chroot", root.toString()));
        line.addAll(List.of(words));
        Path output = dir.resolve("output");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as("%s: %s", line, printed).isTrue();
        assertThat(process.exitValue()).as("%s: %s", line, printed).isEqualTo(expected);
        return printed;
    }
}
