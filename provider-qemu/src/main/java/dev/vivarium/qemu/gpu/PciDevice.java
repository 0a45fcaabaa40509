package dev.vivarium.qemu.gpu;

import java.util.Optional;

/**
 * One PCI function as sysfs shows it.
 *
 * @param address such as {@code 0000:01:00.0}
 * @param vendorId four hex digits
 * @param deviceId four hex digits
 * @param classCode six hex digits: class, subclass, interface
 * @param group the IOMMU group, if the IOMMU is on
 * @param driver what drives it, if anything does
 * @param largestBar the bytes of its largest memory region
 */
record PciDevice(
        String address,
        String vendorId,
        String deviceId,
        String classCode,
        Optional<String> group,
        Optional<String> driver,
        long largestBar) {
    static final String VFIO = "vfio-pci";

    /** A display controller: VGA, 3D or other. */
    boolean isGpu() {
        return classCode.startsWith("03");
    }

    /** Bridges stay with the host, whatever group they are in. */
    boolean isBridge() {
        return classCode.startsWith("06");
    }

    /** The address without the function: what sits in one slot goes together. */
    String slot() {
        return address.substring(0, address.lastIndexOf('.'));
    }

    boolean isBound() {
        return driver.equals(Optional.of(VFIO));
    }

    String kind() {
        return vendorId + ":" + deviceId;
    }
}
