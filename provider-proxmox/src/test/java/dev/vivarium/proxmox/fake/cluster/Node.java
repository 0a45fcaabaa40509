package dev.vivarium.proxmox.fake.cluster;

import java.util.List;

/**
 * A node of the cluster.
 *
 * @param memory in bytes
 * @param bridges that machines may use
 */
public record Node(String name, int cpus, long memory, List<String> bridges, List<PciDevice> devices) {
    public Node {
        bridges = List.copyOf(bridges);
        devices = List.copyOf(devices);
    }

    /**
     * A device on its PCI bus.
     *
     * @param id such as {@code 0000:01:00.0}
     * @param deviceClass such as {@code 0x030000}
     * @param iommuGroup -1 where there is no IOMMU
     */
    public record PciDevice(
            String id,
            String vendor,
            String device,
            String deviceClass,
            String vendorName,
            String deviceName,
            int iommuGroup) {}
}
