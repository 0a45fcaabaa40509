package dev.vivarium.proxmox.api;

import java.util.OptionalInt;

/**
 * A PCI device of a node.
 *
 * @param address such as {@code 0000:01:00.0}
 * @param classCode six hexadecimal digits; {@code 03xxxx} is a display controller
 * @param vendor four hexadecimal digits
 * @param device four hexadecimal digits
 * @param vendorName for people; may be empty
 * @param deviceName for people; may be empty
 * @param iommuGroup absent where the node's IOMMU is off
 * @param mediated whether it can be shared as virtual devices
 */
public record PciDevice(
        String address,
        String classCode,
        String vendor,
        String device,
        String vendorName,
        String deviceName,
        OptionalInt iommuGroup,
        boolean mediated) {

    static PciDevice read(Fields fields) {
        long group = fields.number("iommugroup", -1);
        return new PciDevice(
                fields.need("id"),
                bare(fields.text("class", "")),
                bare(fields.text("vendor", "")),
                bare(fields.text("device", "")),
                fields.text("vendor_name", ""),
                fields.text("device_name", ""),
                group < 0 ? OptionalInt.empty() : OptionalInt.of((int) group),
                fields.flag("mdev"));
    }

    private static String bare(String hexadecimal) {
        return hexadecimal.startsWith("0x") ? hexadecimal.substring(2) : hexadecimal;
    }
}
