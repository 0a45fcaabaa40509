package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that writes to its console without end: a minute for 50 MB. LogKeeperTest shows the same in a second. */
class ConsoleFloodTest {
    /** {@code mov dx, 0x3f8; mov al, 'x'; again: out dx, al; jmp again} */
    private static final byte[] FLOOD = {
        (byte) 0xba, (byte) 0xf8, 0x03, (byte) 0xb0, 'x', (byte) 0xee, (byte) 0xeb, (byte) 0xfd
    };

    private static final long FLOODED = 50L << 20;
    private static final long HELD = 32L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final QemuSubject here;
    private final Hypervisor hypervisor;

    ConsoleFloodTest(@TempDir Path directory) throws IOException {
        here = new QemuSubject(
                Map.of("firmware", TestFirmware.of(FLOOD, directory).toString()));
        hypervisor = here.hypervisor();
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    @Tag("full")
    void floodFillsNoDiskAndLosesNoPosition() throws Exception {
        Machine machine = hypervisor.start(hypervisor.create(here.spec(), here.work()), here.work());
        Console console = hypervisor.console().orElseThrow();
        Path log = here.directory(machine).resolve("console.log");
        Instant limit = Instant.now().plus(LIMIT);
        long seen = 0;
        while (seen < FLOODED || allocated(log) > HELD) {
            assertThat(Instant.now())
                    .as("%d bytes seen, %d held", seen, allocated(log))
                    .isBefore(limit);
            assertThat(console.size(machine)).isGreaterThanOrEqualTo(seen);
            seen = console.size(machine);
            here.work().pause(Duration.ofMillis(50));
        }
        assertThat(hypervisor.find(machine.node()).orElseThrow().power()).isEqualTo(Power.RUNNING);
        assertThat(console.tail(machine, 1000)).isEqualTo("x".repeat(1000));
        assertThat(console.tail(machine, Integer.MAX_VALUE))
                .hasSizeLessThanOrEqualTo(8 << 20)
                .doesNotContain("\0");
        Console.Part old = console.read(machine, 0, 100);
        assertThat(old.text()).as("what is forgotten is left out").isEqualTo("x".repeat(100));
        assertThat(old.next()).isGreaterThan(seen - (9 << 20));
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        long written = console.size(machine);
        assertThat(console.read(machine, written, 100)).isEqualTo(new Console.Part("", written));
    }

    private static long allocated(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
