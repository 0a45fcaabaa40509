package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import java.util.Collections;
import java.util.List;

/** Copies of a spec with one thing changed. */
final class Specs {
    private Specs() {}

    static MachineSpec with(MachineSpec s, DiskSource disk) {
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                disk,
                s.cores(),
                s.memoryMiB(),
                s.diskMiB(),
                s.drives(),
                s.media(),
                s.network(),
                s.mac(),
                s.ports(),
                s.gpus());
    }

    static MachineSpec with(MachineSpec s, List<Medium> media) {
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                s.disk(),
                s.cores(),
                s.memoryMiB(),
                s.diskMiB(),
                s.drives(),
                media,
                s.network(),
                s.mac(),
                s.ports(),
                s.gpus());
    }

    static MachineSpec withDisk(MachineSpec s, long diskMiB) {
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                s.disk(),
                s.cores(),
                s.memoryMiB(),
                diskMiB,
                s.drives(),
                s.media(),
                s.network(),
                s.mac(),
                s.ports(),
                s.gpus());
    }

    static MachineSpec with(MachineSpec s, NetworkMode network) {
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                s.disk(),
                s.cores(),
                s.memoryMiB(),
                s.diskMiB(),
                s.drives(),
                s.media(),
                network,
                s.mac(),
                s.ports(),
                s.gpus());
    }

    static MachineSpec withGpus(MachineSpec s, int gpus) {
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                s.disk(),
                s.cores(),
                s.memoryMiB(),
                s.diskMiB(),
                s.drives(),
                s.media(),
                s.network(),
                s.mac(),
                s.ports(),
                Collections.nCopies(gpus, new GpuChoice.Any()));
    }
}
