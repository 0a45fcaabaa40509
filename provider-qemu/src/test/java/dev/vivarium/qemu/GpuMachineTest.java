package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.qemu.gpu.MadeTree;
import dev.vivarium.qemu.machine.LocalHost;
import dev.vivarium.qemu.machine.QemuSettings;
import dev.vivarium.qemu.machine.RootedHost;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.testkit.contract.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines with a GPU, on a host whose kernel shows one in a tree made by hand; only QEMU itself looks further. */
class GpuMachineTest {
    @TempDir
    Path root;

    private QemuSubject subject;
    private MadeTree tree;
    private Hypervisor hypervisor;

    @BeforeEach
    void connect() {
        subject = new QemuSubject();
        tree = MadeTree.good(root);
        hypervisor = new QemuHypervisor(new Site(
                QemuSettings.of(subject.settings("ours")), new RootedHost(new LocalHost(), root), Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        hypervisor.close();
        subject.close();
    }

    @Test
    void gpuIsChosenAtCreateAndTakesLiveSnapshotsAway() {
        MachineSpec spec = spec(new GpuChoice.Any());
        assertThat(hypervisor.supports(Capability.GPU_PASSTHROUGH, spec).isYes())
                .isTrue();
        assertThat(hypervisor.supports(Capability.SNAPSHOT_LIVE, spec).isYes()).isFalse();
        assertThat(hypervisor.supports(Capability.SNAPSHOT_STOPPED, spec).isYes())
                .isTrue();
        Machine machine = hypervisor.create(spec, subject.work());
        assertThat(subject.file(machine).path("gpus").path(0).asText()).isEqualTo(MadeTree.GPU);
        assertThat(hypervisor.gpus().orElseThrow().list())
                .extracting(Gpu::usable)
                .containsExactly(true);
    }

    @Test
    void gpuThatWentBackToItsDriverIsNotStartedWith() throws IOException {
        Machine machine = hypervisor.create(spec(GpuChoice.parse(MadeTree.GPU)), subject.work());
        Path driver = root.resolve("sys/bus/pci/devices/" + MadeTree.GPU + "/driver");
        Files.delete(driver);
        Files.createSymbolicLink(driver, Path.of("../../../../bus/pci/drivers/nouveau"));
        VivariumException e =
                catchThrowableOfType(VivariumException.class, () -> hypervisor.start(machine, subject.work()));
        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(e.code()).isEqualTo("gpu.driver");
        assertThat(e.message()).contains("nouveau", "vfio-pci");
    }

    @Test
    void gpuThatQemuCannotOpenIsATypedFailure() {
        Machine machine = hypervisor.create(spec(new GpuChoice.Any()), subject.work());
        VivariumException e =
                catchThrowableOfType(VivariumException.class, () -> hypervisor.start(machine, subject.work()));
        assertThat(e).isNotNull();
        assertThat(e.message()).contains(MadeTree.GPU);
        assertThat(QemuSubject.processes(machine.node())).isZero();
    }

    @Test
    void preflightTellsOfMemoryThatCannotBeLocked() {
        assertThat(hypervisor.preflight(spec(new GpuChoice.Any())))
                .filteredOn(Finding::isError)
                .isEmpty();
        tree.limit(8 << 20);
        assertThat(hypervisor.preflight(spec(new GpuChoice.Any())))
                .filteredOn(Finding::isError)
                .extracting(Finding::code)
                .containsExactly("gpu.memlock");
    }

    private MachineSpec spec(GpuChoice... gpus) {
        return Specs.withGpus(subject.spec(), List.of(gpus));
    }
}
