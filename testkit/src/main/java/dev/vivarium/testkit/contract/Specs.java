package dev.vivarium.testkit.contract;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** What tests ask a hypervisor for, and copies of it with one thing changed. */
public final class Specs {
    private Specs() {}

    /** A machine of one core and a disk of 16 MiB that starts from this raw image; ports 22 and 8080 are published. */
    public static MachineSpec small(NodeId node, InstallationId installation, Path image, long memoryMiB) {
        return new MachineSpec(
                node,
                installation,
                "муза",
                new DiskSource.ImageFile(image, Digest.of(new byte[0])),
                1,
                memoryMiB,
                16,
                3,
                List.of(),
                NetworkMode.NAT,
                "52:54:00:12:34:56",
                List.of(22, 8080),
                List.of());
    }

    /** The same with so many cores and so much memory. */
    public static MachineSpec with(MachineSpec s, int cores, long memoryMiB) {
        return with(s, s.disk(), cores, memoryMiB, s.diskMiB(), s.media(), s.network(), s.gpus());
    }

    /** The same, from another disk. */
    public static MachineSpec with(MachineSpec s, DiskSource disk) {
        return with(s, disk, s.diskMiB(), s.media(), s.network(), s.gpus());
    }

    static MachineSpec withDisk(MachineSpec s, long diskMiB) {
        return with(s, s.disk(), diskMiB, s.media(), s.network(), s.gpus());
    }

    static MachineSpec with(MachineSpec s, List<Medium> media) {
        return with(s, s.disk(), s.diskMiB(), media, s.network(), s.gpus());
    }

    static MachineSpec with(MachineSpec s, NetworkMode network) {
        return with(s, s.disk(), s.diskMiB(), s.media(), network, s.gpus());
    }

    static MachineSpec withGpus(MachineSpec s, int gpus) {
        return withGpus(s, Collections.nCopies(gpus, new GpuChoice.Any()));
    }

    /** The same with these GPUs. */
    public static MachineSpec withGpus(MachineSpec s, List<? extends GpuChoice> gpus) {
        return with(s, s.disk(), s.diskMiB(), s.media(), s.network(), List.copyOf(gpus));
    }

    private static MachineSpec with(
            MachineSpec s,
            DiskSource disk,
            long diskMiB,
            List<Medium> media,
            NetworkMode network,
            List<GpuChoice> gpus) {
        return with(s, disk, s.cores(), s.memoryMiB(), diskMiB, media, network, gpus);
    }

    private static MachineSpec with(
            MachineSpec s,
            DiskSource disk,
            int cores,
            long memoryMiB,
            long diskMiB,
            List<Medium> media,
            NetworkMode network,
            List<GpuChoice> gpus) {
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                disk,
                cores,
                memoryMiB,
                diskMiB,
                s.drives(),
                media,
                network,
                s.mac(),
                s.ports(),
                gpus);
    }
}
