package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.qemu.api.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Limits on a real QEMU, as the kernel shows them. */
class QemuLimitsTest {
    private static final ResourceLimits ONE = new ResourceLimits(Optional.of(1.0), Optional.empty());

    private final QemuSubject here = new QemuSubject();
    private final Hypervisor hypervisor = here.hypervisor();
    private final Limits limits = hypervisor.limits().orElseThrow();
    private final Machine machine = hypervisor.create(here.spec(128), here.work());

    @AfterEach
    void close() {
        here.close();
    }

    private HostProcess started() {
        hypervisor.start(machine, here.work());
        return process();
    }

    private HostProcess process() {
        return new HostProcess(
                QemuSubject.pids(machine.node()).findFirst().orElseThrow().pid());
    }

    @Test
    void everyThreadIsBoundAndLetGo() throws IOException {
        HostProcess process = started();
        List<Integer> all = process.processors();
        Assumptions.assumeTrue(all.size() > 1, "needs two processors");
        Limits.Applied applied = limits.apply(machine, ONE, here.work());
        Assumptions.assumeTrue(applied.how().startsWith("bound to 1 "), "this host gives control groups");
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            assertThat(threads.map(
                            t -> new HostProcess(Long.parseLong(t.getFileName().toString()))))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(thread -> assertThat(thread.processors()).containsExactly(all.get(0)));
        }
        limits.clear(machine, here.work());
        assertThat(process.processors()).isEqualTo(all);
        assertThat(limits.current(machine)).isEmpty();
    }

    @Test
    void guestWithoutADriverRefusesAndNothingIsLeft() {
        HostProcess process = started();
        List<Integer> all = process.processors();
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() ->
                        limits.apply(machine, new ResourceLimits(Optional.of(1.0), Optional.of(64L)), here.work()))
                .withMessageContaining("virtio_balloon")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT));
        assertThat(limits.current(machine)).isEmpty();
        assertThat(process.processors()).isEqualTo(all);
        limits.apply(machine, new ResourceLimits(Optional.empty(), Optional.of(4096L)), here.work());
        assertThat(limits.current(machine)).as("more than it has is no work").isPresent();
    }

    @Test
    void machineOfAnEarlierReleaseKeepsItsDevicesAndItsSnapshots() throws IOException {
        Path file = here.directory(machine).resolve("machine.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"devices\":1", "\"devices\":0")
                        .replace("\"version\":2", "\"version\":1"));
        started();
        Snapshots snapshots = hypervisor.snapshots().orElseThrow();
        SnapshotId id = SnapshotId.random();
        snapshots.take(machine, id, "до", SnapshotKind.LIVE, here.work());
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() ->
                        limits.apply(machine, new ResourceLimits(Optional.empty(), Optional.of(64L)), here.work()))
                .withMessageContaining("without a memory balloon")
                .satisfies(e -> assertThat(e.code()).isEqualTo("unsupported.limit_memory"));
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        assertThat(snapshots.rollback(machine, id, here.work()).power().name()).isEqualTo("RUNNING");
    }

    @Test
    void limitsOfADeadProcessOfOursAreKnownAndTakenBack() throws IOException {
        HostProcess process = started();
        List<Integer> all = process.processors();
        limits.apply(machine, ONE, here.work());
        Path book = here.directory(machine).resolve("limits.json");
        Files.writeString(book, Files.readString(book).replace("\"holds\":true", "\"holds\":false"));
        try (Hypervisor next = here.reconnect()) {
            Limits known = next.limits().orElseThrow();
            assertThat(known.current(machine).orElseThrow().how()).contains("a process that died");
            known.clear(machine, here.work());
            assertThat(known.current(machine)).isEmpty();
        }
        assertThat(process.processors()).isEqualTo(all);
        assertThat(book).doesNotExist();
    }

    @Test
    void usageIsWhatTheKernelAndTheDiskSay() {
        ResourceUsage off = hypervisor.usage().orElseThrow().of(machine);
        assertThat(off.diskVirtualBytes()).contains(16L << 20);
        assertThat(off.diskBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
        assertThat(off.uptime()).isEmpty();
        started();
        ResourceUsage on = hypervisor.usage().orElseThrow().of(machine);
        assertThat(on.diskVirtualBytes()).isEqualTo(off.diskVirtualBytes());
        assertThat(on.residentBytes()).hasValueSatisfying(b -> assertThat(b).isGreaterThan(1 << 20));
        assertThat(on.guestMemoryBytes()).contains(128L << 20);
        assertThat(on.savedMemoryBytes()).contains(0L);
        assertThat(on.cpuTime()).isPresent();
        assertThat(on.cpuLoad()).hasValueSatisfying(load -> assertThat(load).isBetween(0.0, 64.0));
        assertThat(on.uptime()).isPresent();
        SnapshotId id = SnapshotId.random();
        hypervisor.snapshots().orElseThrow().take(machine, id, "до", SnapshotKind.LIVE, here.work());
        assertThat(hypervisor.usage().orElseThrow().of(machine).savedMemoryBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
    }
}
