package dev.vivarium.core.model;

import java.util.List;
import java.util.Optional;

/**
 * A GPU that a machine could be given.
 *
 * @param address the hypervisor's own name for it, such as {@code 0000:01:00.0}
 * @param vendorId four hex digits, such as {@code 10de}
 * @param deviceId four hex digits
 * @param name for people: vendor and device, as far as they are known
 * @param group the IOMMU group, if there is one
 * @param driver what drives it on the host now, if anything does
 * @param usedBy the node that has it, if one of ours does
 * @param findings what prevents its use, and what is worth knowing
 */
public record Gpu(
        String address,
        String vendorId,
        String deviceId,
        String name,
        Optional<String> group,
        Optional<String> driver,
        Optional<NodeId> usedBy,
        List<Finding> findings) {

    public Gpu {
        findings = List.copyOf(findings);
    }

    /** True if a machine can be given it now. */
    public boolean usable() {
        return findings.stream().noneMatch(Finding::isError);
    }
}
