package dev.vivarium.core.model;

import java.util.List;

/**
 * What a hypervisor is asked for. Made by the engine from a {@link NodeSpec}; everything is decided, so that a second
 * {@code create} with the same value makes the same machine.
 *
 * @param node the identity that marks the machine
 * @param installation the other half of the ownership mark
 * @param name for people; not unique
 * @param disk what the disk starts from
 * @param cores virtual CPUs
 * @param memoryMiB memory in MiB
 * @param diskMiB the disk's size in MiB; the image is grown to it before the first boot
 * @param drives how many read-only drives the machine has for life, filled or empty
 * @param media what is in the drives at first
 * @param network how it meets the network
 * @param mac lower-case, with colons
 * @param ports guest TCP ports to publish; 22 is always among them
 * @param gpus which GPUs to pass through, one choice for each
 */
public record MachineSpec(
        NodeId node,
        InstallationId installation,
        String name,
        DiskSource disk,
        int cores,
        long memoryMiB,
        long diskMiB,
        int drives,
        List<Medium> media,
        NetworkMode network,
        String mac,
        List<Integer> ports,
        List<GpuChoice> gpus) {

    /** @throws IllegalArgumentException if a size is not positive or a medium has no drive */
    public MachineSpec {
        media = List.copyOf(media);
        ports = List.copyOf(ports);
        gpus = List.copyOf(gpus);
        if (cores < 1 || memoryMiB < 1 || diskMiB < 1) {
            throw new IllegalArgumentException("cores, memory and disk must be positive");
        }
        if (media.stream().anyMatch(m -> m.slot() >= drives)) {
            throw new IllegalArgumentException("a medium is in a drive that the machine does not have");
        }
    }
}
