package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.faults.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No space, memory, port or file is left: it is said, nothing is lost, and the next try works when there is some again. */
@Timeout(300)
class ExhaustionTest {
    private static final long[] FREE_KIB = {0, 4, 8, 12, 20, 40, 80, 160, 240};

    @TempDir
    Path directory;

    private final QemuSubject here = new QemuSubject();

    @AfterEach
    void close() {
        here.close();
    }

    /** The same QEMU with other settings. */
    private Hypervisor with(Path home, Map<String, String> changed) {
        HypervisorSettings standard = here.settings("ours");
        Map<String, String> settings = new HashMap<>(standard.values());
        settings.putAll(changed);
        return new QemuProvider()
                .connect(new HypervisorSettings("local", new InstallationId("ours"), home, settings, Map.of()));
    }

    private static VivariumException refused(Kind kind, String code, Runnable call) {
        VivariumException e = catchThrowableOfType(VivariumException.class, call::run);
        assertThat(e).as("it has to be refused").isNotNull();
        assertThat(e.kind()).as(e.code() + ": " + e.message()).isEqualTo(kind);
        assertThat(e.code()).as(e.message()).isEqualTo(code);
        return e;
    }

    @Test
    void portsAllTaken() {
        try (Hypervisor few = with(here.home(), Map.of("ports", "28731-28732"))) {
            MachineSpec spec = here.spec();
            Machine first = few.create(here.spec(), here.work());
            VivariumException e = refused(Kind.CAPACITY, "qemu.ports", () -> few.create(spec, here.work()));
            assertThat(e.message()).contains("28731 to 28732").contains("'ports'");
            assertThat(here.machinesOnServer(spec)).isZero();
            few.delete(first, here.work());
            assertThat(few.create(spec, here.work()).forwards()).hasSize(2);
        }
    }

    @Test
    void noMemoryForQemu() throws IOException {
        MachineSpec large = Specs.with(here.spec(), 1, 4096);
        Machine machine = here.hypervisor().create(large, here.work());
        try (Hypervisor small = with(here.home(), Map.of("binary", limited("-v 2500000")))) {
            refused(Kind.CAPACITY, "qemu.memory", () -> small.start(machine, here.work()));
            assertThat(QemuSubject.processes(machine.node())).isZero();
        }
        assertThat(here.hypervisor().find(machine.node()).orElseThrow().power()).isEqualTo(Power.OFF);
        assertThat(here.hypervisor().start(machine, here.work()).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    void noFilesForQemu() throws IOException {
        Machine machine = here.hypervisor().create(here.spec(), here.work());
        try (Hypervisor small = with(here.home(), Map.of("binary", limited("-n 8")))) {
            refused(Kind.CAPACITY, "qemu.files", () -> small.start(machine, here.work()));
        }
        assertThat(here.hypervisor().start(machine, here.work()).power()).isEqualTo(Power.RUNNING);
    }

    /** QEMU under a limit of the shell's {@code ulimit}. */
    private String limited(String limit) throws IOException {
        Path script = directory.resolve("qemu" + limit.replace(' ', '_'));
        Files.writeString(script, "#!/bin/sh\nulimit " + limit + "\nexec qemu-system-x86_64 \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    /** A small file system, ever less full: what did not fit does when there is space again. */
    @Test
    void diskFullAnywhere() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("маленький"), 2);
                Hypervisor small = with(Files.createDirectories(disk.path().resolve("qemu")), Map.of())) {
            for (long free : FREE_KIB) {
                MachineSpec spec = here.spec();
                Machine machine = tight(disk, free, work -> small.create(spec, work));
                assertThat(small.machines()).extracting(Machine::node).containsExactly(spec.node());
                SnapshotId id = SnapshotId.random();
                tight(
                        disk,
                        free,
                        work -> small.snapshots().orElseThrow().take(machine, id, "тесно", SnapshotKind.STOPPED, work));
                assertThat(small.snapshots().orElseThrow().list(machine)).hasSize(1);
                tight(disk, free, work -> small.start(machine, work));
                assertThat(QemuSubject.processes(machine.node())).isEqualTo(1);
                disk.fill(free);
                small.delete(machine, here.work());
                disk.empty();
                assertThat(small.machines()).isEmpty();
                assertThat(QemuSubject.processes(machine.node())).isZero();
            }
        }
    }

    private <T> T tight(SmallDisk disk, long freeKiB, Function<Work, T> call) throws IOException {
        disk.fill(freeKiB);
        try {
            return call.apply(here.work());
        } catch (VivariumException e) {
            assertThat(e.kind())
                    .as(freeKiB + " KiB free: " + e.code() + ": " + e.message())
                    .isEqualTo(Kind.CAPACITY);
            assertThat(e.message()).contains("space");
        } finally {
            disk.empty();
        }
        return call.apply(here.work());
    }
}
