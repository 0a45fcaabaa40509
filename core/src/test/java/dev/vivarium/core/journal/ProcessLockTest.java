package dev.vivarium.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {
    @TempDir
    Path directory;

    /** Asks for the lock from another process. */
    public static final class Other {
        private Other() {}

        public static void main(String[] args) {
            System.exit(ProcessLock.tryHold(Path.of(args[0])).isPresent() ? 0 : 1);
        }
    }

    private boolean anotherProcessGetsIt(Path file) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString())
                .start();
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return other.exitValue() == 0;
    }

    @Test
    void aThreadThatAsksInVainDoesNotLoseTheLockOfAnother() throws Exception {
        Path file = directory.resolve("замок");
        try (ProcessLock lock = ProcessLock.tryHold(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(ProcessLock.tryHold(file)).isEmpty();
            assertThat(ProcessLock.tryHold(directory.resolve("./замок"))).isEmpty();
            assertThat(anotherProcessGetsIt(file)).as("while it is held here").isFalse();
        }
        assertThat(anotherProcessGetsIt(file)).as("when it is free").isTrue();
        try (ProcessLock again = ProcessLock.tryHold(file).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }
}
