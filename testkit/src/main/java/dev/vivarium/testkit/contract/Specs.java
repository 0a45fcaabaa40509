package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import java.util.Collections;
import java.util.List;

/** Copies of a spec with one thing changed. */
public final class Specs {
    private Specs() {}

    static MachineSpec with(MachineSpec s, DiskSource disk) {
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
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                disk,
                s.cores(),
                s.memoryMiB(),
                diskMiB,
                s.drives(),
                media,
                network,
                s.mac(),
                s.ports(),
                gpus);
    }
}
