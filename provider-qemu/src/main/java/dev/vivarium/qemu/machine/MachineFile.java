package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.spi.Adoption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code machine.json}: all that was decided about a machine, and the ownership mark. On disk before anything else is made.
 *
 * @param version of this form
 * @param installation whose it is
 * @param node whose machine it is
 * @param name for people
 * @param created when
 * @param image what the disk starts from
 * @param imageFormat {@code qcow2} or {@code raw}
 * @param cores virtual CPUs
 * @param memoryMiB memory
 * @param diskMiB the disk's size
 * @param drives how many drives
 * @param network how it meets the network
 * @param mac lower-case, with colons
 * @param machineType QEMU's name of the board, with its version: live snapshots load into this one only
 * @param forwards guest ports and where they are published
 * @param media what is in the drives
 * @param started whether it was ever started; from then on its ports stay
 * @param devices which set of devices it has for life; 0 in files of the first form
 * @param origin where its disk comes from, if it is a clone
 * @param gpus the addresses of the GPUs that are passed through to it
 */
public record MachineFile(
        int version,
        InstallationId installation,
        NodeId node,
        String name,
        Instant created,
        Path image,
        String imageFormat,
        int cores,
        long memoryMiB,
        long diskMiB,
        int drives,
        NetworkMode network,
        String mac,
        String machineType,
        List<PortForward> forwards,
        List<Medium> media,
        boolean started,
        int devices,
        Optional<Origin> origin,
        List<String> gpus) {

    /** The form that this release writes. */
    static final int VERSION = 2;

    /** The devices that new machines get: those of 0, and a memory balloon. */
    static final int DEVICES = 1;

    public MachineFile {
        forwards = List.copyOf(forwards);
        media = List.copyOf(media);
        gpus = gpus == null ? List.of() : List.copyOf(gpus); // machines of the first release have none
    }

    /** As what it was made. */
    public Adoption.Description describe() {
        return new Adoption.Description(
                name,
                cores,
                memoryMiB,
                diskMiB,
                network,
                mac,
                forwards.stream().map(PortForward::guestPort).toList(),
                gpus.stream().<GpuChoice>map(GpuChoice.At::new).toList(),
                Optional.of(image));
    }

    /** Whether the guest can be asked to give memory back. */
    public boolean hasBalloon() {
        return devices >= 1;
    }

    /** The same with other ports. */
    MachineFile withForwards(List<PortForward> other) {
        return with(image, other, media, started, origin);
    }

    /** The same with this in the drives. */
    MachineFile withMedia(List<Medium> other) {
        return with(image, forwards, other, started, origin);
    }

    /** The same, started at least once. */
    MachineFile asStarted() {
        return with(image, forwards, media, true, origin);
    }

    /** The same with a disk from elsewhere. */
    MachineFile withOrigin(Path below, Origin other) {
        return with(below, forwards, media, started, Optional.of(other));
    }

    private MachineFile with(
            Path newImage,
            List<PortForward> newForwards,
            List<Medium> newMedia,
            boolean newStarted,
            Optional<Origin> newOrigin) {
        return new MachineFile(
                version,
                installation,
                node,
                name,
                created,
                newImage,
                imageFormat,
                cores,
                memoryMiB,
                diskMiB,
                drives,
                network,
                mac,
                machineType,
                newForwards,
                newMedia,
                newStarted,
                devices,
                newOrigin,
                gpus);
    }

    /** The files that clones share and this disk stands on, the lowest first. */
    List<Path> bases() {
        return origin.map(Origin::bases).orElse(List.of());
    }

    /**
     * Where a clone's disk comes from.
     *
     * @param source whose disk it was
     * @param snapshot as it was then; empty for what the source had when it was off
     * @param linked whether it stands on a base that other clones share
     * @param bases such files below it, the lowest first; each stays as long as any machine names it
     */
    public record Origin(NodeId source, Optional<SnapshotId> snapshot, boolean linked, List<Path> bases) {
        public Origin {
            bases = List.copyOf(bases);
        }

        /** True if it was asked for in these words. */
        boolean answers(DiskSource.CloneOf wish) {
            return source.equals(wish.source()) && snapshot.equals(wish.snapshot()) && linked == wish.linked();
        }
    }
}
