package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.qemu.machine.PlayedHost;
import dev.vivarium.qemu.machine.QemuSettings;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.qemu.processes.Place;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.faults.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clone for whose disk there is no space is refused with the figures, before a byte is copied. */
@Timeout(180)
class CloneSpaceTest {
    private static final int WRITTEN_MIB = 8;
    private static final long ONE_SNAPSHOT = 32 + 1024;

    @TempDir
    Path directory;

    private final QemuSubject here = new QemuSubject();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void copyIsCountedForWhatItWillHold() throws Exception {
        Machine source = here.hypervisor().create(here.spec(), here.work());
        Snapshot before = here.hypervisor()
                .snapshots()
                .orElseThrow()
                .take(source, SnapshotId.random(), "до", SnapshotKind.STOPPED, here.work());
        write(source);

        assertThat(errors(source, Optional.empty(), false, ONE_SNAPSHOT + WRITTEN_MIB))
                .singleElement()
                .satisfies(f -> assertThat(f.message())
                        .contains(ONE_SNAPSHOT + WRITTEN_MIB + " MiB are free")
                        .containsPattern("the copy of the source's disk takes (9|10), and one live snapshot may take "
                                + ONE_SNAPSHOT));
        assertThat(errors(source, Optional.empty(), false, ONE_SNAPSHOT + WRITTEN_MIB + 2))
                .isEmpty();
        assertThat(errors(source, Optional.of(before.id()), false, ONE_SNAPSHOT + 2))
                .as("what was written later is not copied")
                .isEmpty();
        here.hypervisor().start(source, here.work());
        assertThat(errors(source, Optional.empty(), false, ONE_SNAPSHOT + WRITTEN_MIB))
                .as("of one that runs")
                .hasSize(1);
    }

    @Test
    void linkedClonesCopyOnce() throws Exception {
        Machine source = here.hypervisor().create(here.spec(), here.work());
        write(source);
        assertThat(errors(source, Optional.empty(), true, ONE_SNAPSHOT + WRITTEN_MIB))
                .hasSize(1);
        Machine first =
                here.hypervisor().cloning().orElseThrow().clone(of(source, Optional.empty(), true), here.work());
        assertThat(errors(source, Optional.empty(), true, ONE_SNAPSHOT)).isEmpty();
        here.hypervisor().delete(first, here.work());
    }

    /** Through the engine; what remains free is little beside a snapshot, so that nothing has to be copied for it. */
    @Test
    void nodeIsNotCloned() throws Exception {
        TestFirmware.in(directory);
        TestDisk.in(directory, 1 << 20);
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("полный"), 4096)) {
            Place place = new Place(
                    directory,
                    Map.of(
                            "firmware", directory.resolve("firmware.bin").toString(),
                            "directory", disk.path().toString()));
            try (Vivarium vivarium = place.open()) {
                assertThatThrownBy(() -> vivarium.create(place.spec("муза")).await())
                        .as("nobody can log in to it")
                        .isInstanceOf(VivariumException.class);
                Node source = vivarium.node("муза").orElseThrow();
                vivarium.stop(source.id(), StopMode.FORCED).await();
                disk.resize(100);
                VivariumException e = catchThrowableOfType(
                        VivariumException.class,
                        () -> vivarium.clone(new CloneNode.Wish(
                                        source.id(), "эхо", false, Optional.empty(), SnapshotKind.STOPPED))
                                .await());
                assertThat(e.kind()).isEqualTo(Kind.CAPACITY);
                assertThat(e.code()).isEqualTo("host.space");
                assertThat(e.message()).contains("100 MiB are free", "the copy of the source's disk takes 1,");
                assertThat(vivarium.node("эхо")).isEmpty();
                assertThat(vivarium.installation().hypervisor("local").machines())
                        .hasSize(1);
                vivarium.delete(source.id()).await();
            }
        }
    }

    private List<Finding> errors(Machine source, Optional<SnapshotId> from, boolean linked, long freeMiB) {
        Site site = new Site(
                QemuSettings.of(here.settings("ours")), PlayedHost.LARGE.withSpace(freeMiB), Clock.systemUTC());
        try (QemuHypervisor small = new QemuHypervisor(site)) {
            return small.preflight(of(source, from, linked)).stream()
                    .filter(Finding::isError)
                    .toList();
        }
    }

    private MachineSpec of(Machine source, Optional<SnapshotId> from, boolean linked) {
        return Specs.with(here.spec(), new DiskSource.CloneOf(source.node(), from, linked));
    }

    private void write(Machine machine) throws Exception {
        Process io = new ProcessBuilder(
                        "qemu-io", "-f", "qcow2", "-c", "write -P 0xaa 0 " + WRITTEN_MIB + "M", "disk.qcow2")
                .directory(here.directory(machine).toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(io.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(io.waitFor()).as(said).isZero();
    }
}
