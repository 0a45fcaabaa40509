package dev.vivarium.qemu.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import dev.vivarium.qemu.gpu.LocalGpus.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of a GPU, on trees made by hand. */
class LocalGpusTest {
    private static final NodeId NODE = NodeId.random();

    @TempDir
    Path root;

    private MadeTree tree;

    @BeforeEach
    void good() {
        tree = MadeTree.good(root);
    }

    @Test
    void goodOneIsUsableWithItsAudioAndBridge() {
        Gpu gpu = only();
        assertThat(gpu.findings()).isEmpty();
        assertThat(gpu.usable()).isTrue();
        assertThat(gpu.address()).isEqualTo(MadeTree.GPU);
        assertThat(gpu.name()).isEqualTo("NVIDIA Corporation AD102 [GeForce RTX 4090]");
        assertThat(gpu.group()).contains("7");
        assertThat(gpu.driver()).contains("vfio-pci");
        assertThat(gpus().functions(MadeTree.GPU)).containsExactly(MadeTree.GPU, MadeTree.AUDIO);
    }

    @Test
    void withoutIommuTheKernelParameterIsNamed() {
        Path bare = root.resolve("bare");
        MadeTree off = new MadeTree(bare).device(MadeTree.GPU, "1002", "744c", "030000", "", "amdgpu");
        assertProblem(only(off), "gpu.iommu-off", "intel_iommu=on");
        off.processor("AuthenticAMD");
        assertProblem(only(off), "gpu.iommu-off", "amd_iommu=on");
        assertThat(only(off).name()).isEqualTo("GPU 1002:744c");
    }

    @Test
    void sharedGroupNamesTheOthers() {
        tree.device("0000:02:00.0", "8086", "15f3", "020000", "7", "igc");
        assertProblem(only(), "gpu.group-shared", "another slot");
        assertThat(only().findings().get(0).message()).contains("0000:02:00.0 (Intel)");
    }

    @Test
    void otherDriverTellsHowToBind() {
        tree.driver(MadeTree.GPU, "nouveau");
        assertProblem(only(), "gpu.driver", "echo 0000:01:00.0 > /sys/bus/pci/devices/0000:01:00.0/driver/unbind");
        assertThat(only().findings().get(0).remedy()).contains("driver_override", "ids=10de:2684");
        tree.driver(MadeTree.GPU, "vfio-pci").driver(MadeTree.AUDIO, "");
        assertProblem(only(), "gpu.driver", "drivers_probe");
        assertThat(only().findings().get(0).message()).contains(MadeTree.AUDIO, "driven by nothing");
        assertThat(only().findings().get(0).remedy()).doesNotContain("unbind");
    }

    @Test
    void usedByAnotherNodeOrProcess() {
        NodeId other = NodeId.random();
        tree.opened("7", 4242);
        Owner running = new Owner(other, List.of(MadeTree.GPU), Optional.of(4242L));
        Gpu used = new LocalGpus(tree.pci(), List.of(running)).list().get(0);
        assertThat(used.usedBy()).contains(other);
        assertProblem(used, "gpu.in-use", "stop that node");
        assertProblem(only(), "gpu.in-use", "ps -fp 4242");
        assertThat(new LocalGpus(tree.pci(), List.of(running)).problems(List.of(MadeTree.GPU), other))
                .as("its own use is not in its way")
                .isEmpty();
    }

    @Test
    void withoutRightsTheWayToThemIsTold() {
        tree.without("dev/vfio/7");
        assertProblem(only(), "gpu.vfio-missing", "modprobe");
        Path file = tree.vfio("7", "---------").root().resolve("dev/vfio/7");
        Assumptions.assumeFalse(
                Files.isReadable(file), "root may open everything: run as another user to see the rest");
        assertProblem(only(), "gpu.rights", "udev");
    }

    @Test
    void largeMemoryAsksForOvmfAndIsNoError() {
        tree.largeMemory(MadeTree.GPU, 32L << 30);
        assertThat(only().usable()).isTrue();
        assertThat(only().findings()).extracting(Finding::code).containsExactly("gpu.large-bar");
        assertThat(only().findings().get(0).message()).contains("32 GiB");
    }

    @Test
    void lockableMemoryIsTheLimitsUnlessTheProcessMayDoAll() {
        assertThat(gpus().lockableMiB()).isEqualTo(64 << 10);
        tree.limit(8 << 20);
        assertThat(gpus().lockableMiB()).isEqualTo(8);
    }

    @Test
    void choicesAreMetNamedOnesFirst() {
        tree.device("0000:41:00.0", "10de", "20b0", "030200", "9", "vfio-pci").vfio("9", "rw-rw----");
        GpuChoice any = new GpuChoice.Any();
        assertThat(chosen(any, GpuChoice.parse("0000:01:00.0")))
                .containsExactlyInAnyOrder("0000:01:00.0", "0000:41:00.0");
        assertThat(chosen(GpuChoice.parse("10DE:20B0"))).containsExactly("0000:41:00.0");
        assertThat(reason(any, any, any)).contains("no GPU left");
        assertThat(reason(GpuChoice.parse("1002:744c"))).contains("no GPU 1002:744c left");
        Owner off = new Owner(NodeId.random(), List.of(MadeTree.GPU), Optional.empty());
        assertThat(new LocalGpus(tree.pci(), List.of(off))
                        .choose(List.of(any), NODE)
                        .addresses())
                .as("one that nobody was given comes first")
                .containsExactly("0000:41:00.0");
    }

    @Test
    void computerWithoutPciHasNone() {
        LocalGpus none = new LocalGpus(new PciTree(root.resolve("absent")), List.of());
        assertThat(none.list()).isEmpty();
        assertThat(none.support(List.of(new GpuChoice.Any()), NODE)).isInstanceOf(Support.No.class);
    }

    private LocalGpus gpus() {
        return new LocalGpus(tree.pci(), List.of());
    }

    private Gpu only() {
        return only(tree);
    }

    private static Gpu only(MadeTree tree) {
        List<Gpu> all = new LocalGpus(tree.pci(), List.of()).list();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<String> chosen(GpuChoice... choices) {
        return gpus().choose(List.of(choices), NODE).addresses();
    }

    private String reason(GpuChoice... choices) {
        return ((Support.No) gpus().support(List.of(choices), NODE)).reason();
    }

    private static void assertProblem(Gpu gpu, String code, String remedy) {
        assertThat(gpu.usable()).isFalse();
        assertThat(gpu.findings()).filteredOn(Finding::isError).first().satisfies(f -> {
            assertThat(f.code()).isEqualTo(code);
            assertThat(f.remedy()).contains(remedy);
        });
    }
}
