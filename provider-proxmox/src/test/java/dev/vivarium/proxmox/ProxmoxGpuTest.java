package dev.vivarium.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.proxmox.fake.cluster.Node;
import dev.vivarium.proxmox.fake.cluster.Node.PciDevice;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.testkit.contract.Specs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GPUs of a cluster with one node that has some, and one that has none. */
class ProxmoxGpuTest {
    private static final PciDevice GOOD = gpu("0000:01:00.0", 14);
    private static final PciDevice ITS_AUDIO =
            new PciDevice("0000:01:00.1", "0x10de", "0x22ba", "0x040300", "NVIDIA", "audio", 14);
    private static final PciDevice NO_IOMMU = gpu("0000:02:00.0", -1);
    private static final PciDevice SHARED = gpu("0000:03:00.0", 20);
    private static final PciDevice NEIGHBOUR =
            new PciDevice("0000:04:00.0", "0x8086", "0x1533", "0x020000", "Intel", "network", 20);
    private static final PciDevice UNMAPPED = gpu("0000:05:00.0", 30);

    private final ProxmoxSubject subject = new ProxmoxSubject();
    private final Hypervisor lab = subject.hypervisor();

    private static PciDevice gpu(String address, int group) {
        return new PciDevice(address, "0x10de", "0x2684", "0x030000", "NVIDIA Corporation", "AD102", group);
    }

    @BeforeEach
    void furnish() {
        subject.fake()
                .cluster()
                .add(new Node(
                        "box",
                        16,
                        32L << 30,
                        List.of("vmbr0"),
                        List.of(GOOD, ITS_AUDIO, NO_IOMMU, SHARED, NEIGHBOUR, UNMAPPED)));
        subject.fake().cluster().addStorage("fast", "dir", false, 250L << 30, "images", "iso", "import");
        map("good", GOOD);
        map("off", NO_IOMMU);
        map("shared", SHARED);
    }

    private void map(String name, PciDevice device) {
        subject.fake()
                .cluster()
                .mappings
                .put(
                        name,
                        List.of("node=box,path=" + device.id() + ",id=10de:2684,subsystem-id=10de:167c,iommugroup="
                                + device.iommuGroup()));
    }

    @AfterEach
    void close() {
        subject.close();
    }

    private MachineSpec spec() {
        return Specs.withGpus(subject.spec(), List.of(new GpuChoice.Any()));
    }

    private Machine create(MachineSpec spec) {
        return lab.create(spec, subject.work());
    }

    private Vm vm(Machine machine) {
        return subject.fake().cluster().find(Integer.parseInt(machine.ref())).orElseThrow();
    }

    private static VivariumException failure(Runnable action) {
        VivariumException e = catchThrowableOfType(VivariumException.class, action::run);
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void eachGpuSaysWhatPreventsItsUse() {
        List<Gpu> gpus = lab.gpus().orElseThrow().list();
        assertThat(gpus)
                .extracting(Gpu::address)
                .containsExactly("box/0000:01:00.0", "box/0000:02:00.0", "box/0000:03:00.0", "box/0000:05:00.0");
        assertThat(gpus.get(0).usable()).isTrue();
        assertThat(gpus.get(0).name()).isEqualTo("NVIDIA Corporation AD102");
        assertThat(codes(gpus.get(1))).containsExactly("gpu.iommu-off");
        assertThat(codes(gpus.get(2))).containsExactly("gpu.group-shared");
        assertThat(gpus.get(2).findings().get(0).message()).contains("0000:04:00.0");
        assertThat(codes(gpus.get(3))).containsExactly("gpu.no-mapping");
        assertThat(gpus.get(3).findings().get(0).remedy())
                .contains("node=box,path=0000:05:00,id=10de:2684,iommugroup=30");
    }

    private static List<String> codes(Gpu gpu) {
        return gpu.findings().stream().map(Finding::code).toList();
    }

    @Test
    void aMachineGetsOneByItsMappingAndGoesWhereItIs() {
        MachineSpec spec = spec();
        assertThat(lab.preflight(spec)).isEmpty();
        Machine machine = create(spec);
        Vm vm = vm(machine);
        assertThat(vm.node()).isEqualTo("box");
        assertThat(vm.config)
                .containsEntry("machine", "q35")
                .containsEntry("bios", "ovmf")
                .containsEntry("balloon", "0")
                .containsEntry("hostpci0", "mapping=good,pcie=1");
        assertThat(vm.config.get("efidisk0")).contains("pre-enrolled-keys=0");
        assertThat(lab.start(machine, subject.work()).power()).isEqualTo(Power.RUNNING);
        assertThat(lab.gpus().orElseThrow().list().get(0).usedBy()).contains(spec.node());
        assertThat(create(spec).ref()).as("again").isEqualTo(machine.ref());
    }

    @Test
    void itsMemoryIsNeverAskedForInASnapshot() {
        MachineSpec spec = spec();
        Machine machine = lab.start(create(spec), subject.work());
        assertThat(lab.supports(Capability.SNAPSHOT_LIVE, spec)).isInstanceOf(Support.No.class);
        assertThat(failure(() -> take(machine, SnapshotKind.LIVE)).kind()).isEqualTo(Kind.UNSUPPORTED);
        subject.agent(machine);
        take(machine, SnapshotKind.FROZEN);
        lab.stop(machine, StopMode.FORCED, subject.work());
        take(machine, SnapshotKind.STOPPED);
        assertThat(lab.snapshots().orElseThrow().list(machine)).hasSize(2);
    }

    private void take(Machine machine, SnapshotKind kind) {
        lab.snapshots().orElseThrow().take(machine, SnapshotId.random(), "до", kind, subject.work());
    }

    @Test
    void whatAnotherMachineHasIsRefusedBeforeAnythingIsMade() {
        Machine first = create(spec());
        MachineSpec second = spec();
        assertThat(lab.preflight(second))
                .filteredOn(Finding::isError)
                .anySatisfy(f -> assertThat(f.message()).contains(first.node().toString()));
        VivariumException e = failure(() -> create(second));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e.message()).contains("gpu", first.node().toString());
        assertThat(subject.machinesOnServer(second)).isZero();
        lab.delete(first, subject.work());
        assertThat(create(second).power()).isEqualTo(Power.OFF);
    }

    @Test
    void whatChangedSinceIsFoundBeforeTheStart() {
        Machine machine = create(spec());
        subject.fake().cluster().mappings.remove("good");
        VivariumException e = failure(() -> lab.start(machine, subject.work()));
        assertThat(e.code()).isEqualTo("gpu.unusable");
        assertThat(e.message()).contains("'good'");
    }

    @Test
    void aCloneOfSuchAMachineDoesNotTakeItsGpu() {
        Machine source = create(spec());
        MachineSpec spec = Specs.with(subject.spec(), new DiskSource.CloneOf(source.node(), Optional.empty(), false));
        Machine clone = lab.cloning().orElseThrow().clone(spec, subject.work());
        assertThat(vm(clone).config).doesNotContainKey("hostpci0");
        assertThat(lab.start(clone, subject.work()).power()).isEqualTo(Power.RUNNING);
        assertThat(lab.start(source, subject.work()).power()).isEqualTo(Power.RUNNING);
    }
}
