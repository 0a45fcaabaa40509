package dev.vivarium.testkit.remote;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import java.util.List;
import java.util.Optional;

/** A {@link MachineSpec} as it is written on the wire: the same, and what its disk starts from by its kind. */
record SpecForm(
        NodeId node,
        InstallationId installation,
        String name,
        Disk disk,
        int cores,
        long memoryMiB,
        long diskMiB,
        int drives,
        List<Medium> media,
        NetworkMode network,
        String mac,
        List<Integer> ports,
        List<GpuChoice> gpus) {

    /** One of these is there. */
    record Disk(
            Optional<DiskSource.ImageFile> image,
            Optional<DiskSource.Template> template,
            Optional<DiskSource.Pending> pending,
            Optional<DiskSource.CloneOf> copy) {

        static Disk of(DiskSource source) {
            return new Disk(
                    only(source, DiskSource.ImageFile.class),
                    only(source, DiskSource.Template.class),
                    only(source, DiskSource.Pending.class),
                    only(source, DiskSource.CloneOf.class));
        }

        private static <T> Optional<T> only(DiskSource source, Class<T> type) {
            return Optional.of(source).filter(type::isInstance).map(type::cast);
        }

        DiskSource source() {
            return image.<DiskSource>map(i -> i)
                    .or(() -> template)
                    .or(() -> pending)
                    .or(() -> copy)
                    .orElseThrow();
        }
    }

    static SpecForm of(MachineSpec s) {
        return new SpecForm(
                s.node(),
                s.installation(),
                s.name(),
                Disk.of(s.disk()),
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

    MachineSpec spec() {
        return new MachineSpec(
                node,
                installation,
                name,
                disk.source(),
                cores,
                memoryMiB,
                diskMiB,
                drives,
                media,
                network,
                mac,
                ports,
                gpus);
    }
}
