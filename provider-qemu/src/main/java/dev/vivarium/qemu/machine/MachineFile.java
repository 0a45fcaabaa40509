package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

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
        int devices) {

    /** The form that this release writes. */
    static final int VERSION = 2;

    /** The devices that new machines get: those of 0, and a memory balloon. */
    static final int DEVICES = 1;

    public MachineFile {
        forwards = List.copyOf(forwards);
        media = List.copyOf(media);
    }

    /** Whether the guest can be asked to give memory back. */
    public boolean hasBalloon() {
        return devices >= 1;
    }

    /** The same with other ports. */
    MachineFile withForwards(List<PortForward> other) {
        return new MachineFile(
                version,
                installation,
                node,
                name,
                created,
                image,
                imageFormat,
                cores,
                memoryMiB,
                diskMiB,
                drives,
                network,
                mac,
                machineType,
                other,
                media,
                started,
                devices);
    }

    /** The same with this in the drives. */
    MachineFile withMedia(List<Medium> other) {
        return new MachineFile(
                version,
                installation,
                node,
                name,
                created,
                image,
                imageFormat,
                cores,
                memoryMiB,
                diskMiB,
                drives,
                network,
                mac,
                machineType,
                forwards,
                other,
                started,
                devices);
    }

    /** The same, started at least once. */
    MachineFile asStarted() {
        return new MachineFile(
                version,
                installation,
                node,
                name,
                created,
                image,
                imageFormat,
                cores,
                memoryMiB,
                diskMiB,
                drives,
                network,
                mac,
                machineType,
                forwards,
                media,
                true,
                devices);
    }
}
