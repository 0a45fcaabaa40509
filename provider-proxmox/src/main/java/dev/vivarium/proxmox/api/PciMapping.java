package dev.vivarium.proxmox.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A name for PCI devices that are alike, over the nodes of a cluster.
 *
 * @param id by which a machine gets one of them
 * @param mediated whether each is to be shared as virtual devices
 * @param devices on which node which address
 * @param problems what the server found wrong on the node that was asked about; empty if nothing, or none was asked about
 */
public record PciMapping(
        String id, Optional<String> description, boolean mediated, List<Device> devices, List<Problem> problems) {

    /**
     * One device of a mapping.
     *
     * @param path its address, {@code 0000:01:00.0}, or without the function for all of them
     * @param vendorDevice such as {@code 10de:2204}
     * @param iommuGroup as it was when the mapping was made
     */
    public record Device(String node, String path, String vendorDevice, Optional<Integer> iommuGroup) {

        static Device parse(String property) {
            Map<String, String> parts = new LinkedHashMap<>();
            Arrays.stream(property.split(",", -1))
                    .map(part -> part.split("=", 2))
                    .forEach(part -> {
                        if (part.length == 2) {
                            parts.put(part[0].strip(), part[1].strip());
                        }
                    });
            return new Device(
                    parts.getOrDefault("node", ""),
                    parts.getOrDefault("path", ""),
                    parts.getOrDefault("id", ""),
                    Optional.ofNullable(parts.get("iommugroup"))
                            .filter(text -> text.matches("-?\\d{1,9}"))
                            .map(Integer::valueOf));
        }
    }

    /**
     * What is wrong with it.
     *
     * @param error or a mere warning
     */
    public record Problem(boolean error, String message) {}

    static PciMapping read(Fields fields) {
        return new PciMapping(
                fields.need("id"),
                fields.text("description"),
                fields.flag("mdev"),
                fields.texts("map").stream().map(Device::parse).toList(),
                fields.list("checks").stream()
                        .map(check -> new Problem(
                                check.text("severity", "error").equals("error"),
                                check.text("message", "").strip()))
                        .toList());
    }
}
