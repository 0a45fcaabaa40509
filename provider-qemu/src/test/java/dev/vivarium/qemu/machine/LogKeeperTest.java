package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.testkit.faults.RecordingWork;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that stay small while a program writes them. */
class LogKeeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int KEPT = 1 << 20;
    private static final int WRITTEN = 20 << 20;

    @Test
    void oldPartIsGivenBackAndTheLengthStays(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("журнал с 'пробелом'.log");
        Path small = Files.writeString(directory.resolve("small.log"), "все слова\n");
        byte[] text = new byte[WRITTEN];
        Arrays.fill(text, (byte) 'x');
        Files.write(log, text);
        String mark = "60.25";
        Process writer = new ProcessBuilder("sleep", mark).start();
        Process keeper = LogKeeper.start(writer.pid(), mark, KEPT, 1, List.of(log.toFile(), small.toFile()));
        try {
            awaitHeld(log, 2 * KEPT);
            assertThat(log).hasSize(WRITTEN);
            Files.writeString(log, "конец\n", StandardOpenOption.APPEND);
            assertThat(MachineDirectory.tail(log, KEPT)).endsWith("xxконец\n").doesNotContain("\0");
            assertThat(small).hasContent("все слова");
        } finally {
            writer.destroyForcibly();
        }
        assertThat(keeper.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("it ends with the program")
                .isTrue();
    }

    @Test
    void numberThatIsUsedAgainIsNotWatched() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Process keeper = LogKeeper.start(other.pid(), "/some/qemu.pid", KEPT, 1, List.<File>of());
            assertThat(keeper.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    private static void awaitHeld(Path file, long most) throws IOException {
        RecordingWork work = RecordingWork.inRealTime();
        Instant limit = Instant.now().plus(LIMIT);
        while (held(file) > most) {
            assertThat(Instant.now()).as("%d bytes are held", held(file)).isBefore(limit);
            work.pause(Duration.ofMillis(50));
        }
    }

    private static long held(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
