package dev.vivarium.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.Misbehaviour;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as it is printed in the README, on a simulated hypervisor whose guests answer. */
final class EmbeddingTest {
    @TempDir
    private Path directory;

    private SimulatedServer server;
    private String[] args;

    @BeforeEach
    void build() throws IOException {
        Path config = Files.writeString(
                directory.resolve("vivarium.yaml"),
                "version: 1\nhome: home\ncache: cache\nhypervisors: {local: {kind: simulated}}\n");
        byte[] disk = new byte[1024];
        disk[446 + 4] = (byte) 0x83; // one partition: enough to pass for an image
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        Path image = Files.write(directory.resolve("disk.raw"), disk);
        Path bundle = Files.createDirectories(directory.resolve("AGI-core"));
        Files.writeString(bundle.resolve("bundle.yaml"), "version: 1\nname: muse\nrelease: \"1\"\n");
        server = SimulatedProvider.server(directory.resolve("home/hypervisors/local"));
        args = new String[] {config.toString(), "file:" + image, bundle.toString()};
    }

    @Test
    void runsAsItStands() {
        String printed = printedBy(() -> Embedding.main(args));
        assertThat(printed)
                .contains("create 1/", "checking what it needs", "took before-session, LIVE\n", "muse is READY\n");
        assertThat(server.size()).isZero();
    }

    @Test
    void aFailureIsOneTypedException() {
        server.misbehave(Misbehaviour.INIT_FAILED);
        assertThatThrownBy(() -> printedBy(() -> Embedding.main(args)))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT));
    }

    @Test
    void isShortAndTheReadmeShowsIt() throws IOException {
        List<String> source = Files.readAllLines(Path.of("src/main/java/dev/vivarium/example/Embedding.java"));
        assertThat(source).hasSizeLessThanOrEqualTo(60);
        int begin = source.indexOf("        // README: begin") + 1;
        String shown = source.subList(begin, source.indexOf("        // README: end")).stream()
                .map(line -> line.startsWith("        ") ? line.substring(8) : line)
                .collect(Collectors.joining("\n"));
        assertThat(shown).contains("Vivarium.open", "rollback");
        assertThat(Path.of("../../README.md")).content().contains("```java\n" + shown + "\n```");
    }

    private static String printedBy(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
