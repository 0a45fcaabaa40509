package dev.vivarium.client.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A GPU, usable or why not. */
public record Gpu(
        String hypervisor,
        String address,
        String vendorId,
        String deviceId,
        String name,
        Optional<String> group,
        Optional<String> driver,
        Optional<UUID> usedBy,
        boolean usable,
        List<Finding> findings) {
    public Gpu {
        findings = Copies.list(findings);
    }
}
