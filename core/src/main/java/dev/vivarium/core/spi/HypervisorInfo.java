package dev.vivarium.core.spi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a connected hypervisor is.
 *
 * @param name the configured name, such as {@code local}
 * @param kind the provider's kind, such as {@code qemu}
 * @param version the server's or program's own version
 * @param details for people: accelerator and why, node count, API address …
 * @param cpuFeatures what its guests' processors can do, as Linux writes it in {@code /proc/cpuinfo} ({@code avx2}); empty
 *     where the hypervisor does not tell
 */
public record HypervisorInfo(
        String name, String kind, String version, Map<String, String> details, Optional<Set<String>> cpuFeatures) {
    public HypervisorInfo {
        details = Map.copyOf(details);
        cpuFeatures = cpuFeatures.map(Set::copyOf);
    }

    /** One that does not tell its processors' features. */
    public HypervisorInfo(String name, String kind, String version, Map<String, String> details) {
        this(name, kind, version, details, Optional.empty());
    }
}
