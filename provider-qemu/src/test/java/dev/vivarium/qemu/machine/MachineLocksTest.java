package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLocksTest {
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final NodeId NODE = NodeId.parse("01234567-89ab-4def-8123-456789abcdef");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static void busy(MachineLocks locks, NodeId node) {
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> locks.machine(node, RecordingWork.inRealTime()))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .satisfies(e -> assertThat(e.retryAfter()).isPresent());
    }

    @Test
    void oneHolderAMachine() {
        try (MachineLocks one = new MachineLocks(directory, SHORT);
                MachineLocks two = new MachineLocks(directory, SHORT)) {
            try (MachineLocks.Held held = one.machine(NODE, RecordingWork.inRealTime());
                    MachineLocks.Held other = two.machine(NodeId.random(), RecordingWork.inRealTime());
                    MachineLocks.Held ports = two.ports(RecordingWork.inRealTime())) {
                assertThat(List.of(held, other, ports)).hasSize(3);
                busy(one, NODE);
                busy(two, NODE);
            }
            two.machine(NODE, RecordingWork.inRealTime()).close();
        }
    }

    @Test
    void closingAnotherConnectionDropsNoLock() throws Exception {
        try (MachineLocks one = new MachineLocks(directory, SHORT);
                MachineLocks.Held held = one.machine(NODE, RecordingWork.inRealTime())) {
            new MachineLocks(directory, SHORT).close();
            busy(one, NODE);
            assertThat(otherProcessGetsLock()).as("the kernel still holds it").isFalse();
            held.close();
            assertThat(otherProcessGetsLock()).isTrue();
        }
    }

    @Test
    void cancelledWaitEnds() {
        try (MachineLocks locks = new MachineLocks(directory, Duration.ofMinutes(1));
                MachineLocks.Held held = locks.machine(NODE, RecordingWork.inRealTime())) {
            assertThat(held).isNotNull();
            RecordingWork cancelled = RecordingWork.inRealTime().cancelAt(2);
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> locks.machine(NODE, cancelled))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        }
    }

    private boolean otherProcessGetsLock() throws IOException, InterruptedException {
        Path program = Files.writeString(directory.resolve("TryLock.java"), """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;
                class TryLock {
                    public static void main(String[] a) throws Exception {
                        var file = FileChannel.open(Path.of(a[0]), StandardOpenOption.WRITE);
                        System.exit(file.tryLock() == null ? 1 : 0);
                    }
                }
                """);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        program.toString(),
                        directory.resolve("machines.lock").toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }
}
