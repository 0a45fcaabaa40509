package dev.vivarium.proxmox.gpu;

import dev.vivarium.core.model.Finding;
import dev.vivarium.proxmox.api.PciDevice;
import dev.vivarium.proxmox.api.PciMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What prevents a GPU's use, and what to do. */
final class GpuFindings {
    private GpuFindings() {}

    /**
     * All of it.
     *
     * @param all the devices of the node
     * @param mapping by which the GPU could be given, if there is one
     * @param mayUse whether our rights on the mapping suffice
     * @param user who has it
     */
    static List<Finding> of(
            String node,
            PciDevice gpu,
            List<PciDevice> all,
            Optional<PciMapping> mapping,
            boolean mayUse,
            Optional<GpuUser> user) {
        List<Finding> findings = new ArrayList<>();
        if (gpu.iommuGroup().isEmpty()) {
            findings.add(Finding.error(
                    "gpu.iommu-off",
                    "the IOMMU of node '" + node + "' is off",
                    "switch on VT-d or AMD-Vi in its firmware, and with an Intel processor add intel_iommu=on to its"
                            + " kernel's command line"));
        }
        List<PciDevice> beside = beside(gpu, all);
        if (!beside.isEmpty()) {
            findings.add(Finding.error(
                    "gpu.group-shared",
                    gpu.address() + " shares its IOMMU group with "
                            + beside.stream().map(PciDevice::address).collect(Collectors.joining(", ")),
                    "put the card into another slot, or see what the board's firmware offers (ACS)"));
        }
        if (mapping.isEmpty()) {
            findings.add(Finding.error(
                    "gpu.no-mapping",
                    "no resource mapping names " + gpu.address() + " of node '" + node + "'",
                    "make one: pvesh create /cluster/mapping/pci --id gpu --map " + map(node, gpu)));
        }
        mapping.ifPresent(m -> {
            m.problems().stream()
                    .filter(PciMapping.Problem::error)
                    .forEach(p -> findings.add(Finding.error(
                            "gpu.mapping",
                            "the mapping '" + m.id() + "' does not fit node '" + node + "': " + p.message(),
                            "make it anew in the datacenter's resource mappings")));
            if (!mayUse) {
                findings.add(Finding.error(
                        "gpu.mapping-right",
                        "the right Mapping.Use on the mapping '" + m.id() + "' is missing",
                        "pveum acl modify /mapping/pci/" + m.id()
                                + " --roles PVEMappingUser --tokens USER@REALM!NAME"));
            }
        });
        user.ifPresent(u -> findings.add(Finding.error(
                "gpu.used", u.text() + " has " + gpu.address() + " of node '" + node + "'", "remove it there first")));
        return findings;
    }

    /** What would come along: a bridge may be in the group, and the card's own functions are part of it. */
    private static List<PciDevice> beside(PciDevice gpu, List<PciDevice> all) {
        return all.stream()
                .filter(d -> gpu.iommuGroup().isPresent() && d.iommuGroup().equals(gpu.iommuGroup()))
                .filter(d -> !slot(d.address()).equals(slot(gpu.address())))
                .filter(d -> !d.classCode().startsWith("06"))
                .toList();
    }

    /** An address without the function. */
    static String slot(String address) {
        int dot = address.indexOf('.');
        return dot < 0 ? address : address.substring(0, dot);
    }

    private static String map(String node, PciDevice gpu) {
        return "node=" + node + ",path=" + slot(gpu.address()) + ",id=" + gpu.vendor() + ":" + gpu.device()
                + (gpu.iommuGroup().isPresent()
                        ? ",iommugroup=" + gpu.iommuGroup().getAsInt()
                        : "");
    }
}
