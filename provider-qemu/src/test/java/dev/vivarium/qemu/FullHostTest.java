package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.processes.Place;
import dev.vivarium.testkit.faults.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest fills the disk of its host: it is paused and nothing is lost, the node says why, and goes on when there is space. */
@Timeout(180)
class FullHostTest {
    private static final int DISK_MIB = 4096; // in memory, as far as it is written to
    private static final long LOOK = Duration.ofMillis(50).toNanos();
    private static final int LOOKS = 1200;

    @TempDir
    Path directory;

    @Test
    void guestWaitsForSpaceAndRunsOn() throws Exception {
        QemuSubject.assumeInstalled();
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("полный"), DISK_MIB)) {
            WritingGuest.in(directory);
            Place place = new Place(directory, Map.of("directory", disk.path().toString()));
            try (Vivarium vivarium = place.open()) {
                NodeId node = running(vivarium, place);
                try {
                    waitsAndRunsOn(vivarium, node, disk);
                } finally {
                    vivarium.delete(node).await();
                }
            }
        }
    }

    /** Nobody can log in to this guest: its node is made, and FAILED while the machine runs. */
    private static NodeId running(Vivarium vivarium, Place place) {
        VivariumException e = catchThrowableOfType(
                VivariumException.class,
                () -> vivarium.create(place.spec("муза")).await());
        assertThat(e.kind()).as(e.message()).isNotEqualTo(Kind.CAPACITY);
        return vivarium.node("муза").orElseThrow().id();
    }

    private static void waitsAndRunsOn(Vivarium vivarium, NodeId node, SmallDisk disk) throws Exception {
        List<Long> process = QemuSubject.pids(node).map(ProcessHandle::pid).toList();
        assertThat(process).hasSize(1);
        disk.resize(1);
        until(() -> power(vivarium, node) == Power.PAUSED);

        Node shown = vivarium.refresh(node);
        assertThat(shown.state()).isEqualTo(NodeState.UNREADY);
        assertThat(shown.problem().orElseThrow())
                .contains("is full", disk.path().toString(), "free some space", "'vivarium start'");
        VivariumException tooEarly = startFails(vivarium, node);
        assertThat(tooEarly.code()).isEqualTo("machine.paused");
        assertThat(tooEarly.kind()).isEqualTo(Kind.CAPACITY);
        assertThat(tooEarly.message()).contains("free some space");

        disk.resize(64);
        long written = used(disk);
        assertThat(startFails(vivarium, node).code())
                .as("it runs, and nobody can log in")
                .isNotEqualTo("machine.paused");
        until(() -> used(disk) > written + (1 << 20));
        assertThat(power(vivarium, node)).isEqualTo(Power.RUNNING);
        assertThat(QemuSubject.pids(node).map(ProcessHandle::pid).toList())
                .as("the same QEMU")
                .isEqualTo(process);
    }

    private static VivariumException startFails(Vivarium vivarium, NodeId node) {
        return catchThrowableOfType(
                VivariumException.class, () -> vivarium.start(node).await());
    }

    private static Power power(Vivarium vivarium, NodeId node) {
        return vivarium.installation()
                .hypervisor("local")
                .find(node)
                .orElseThrow()
                .power();
    }

    private static long used(SmallDisk disk) {
        return disk.path().toFile().getTotalSpace() - disk.path().toFile().getUsableSpace();
    }

    private static void until(BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).as("looks").isLessThan(LOOKS);
            LockSupport.parkNanos(LOOK);
        }
    }
}
