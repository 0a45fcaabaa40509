package dev.vivarium.core.spi;

import java.util.Map;

/**
 * What a connected hypervisor is.
 *
 * @param name the configured name, such as {@code local}
 * @param kind the provider's kind, such as {@code qemu}
 * @param version the server's or program's own version
 * @param details for people: accelerator and why, node count, API address …
 */
public record HypervisorInfo(String name, String kind, String version, Map<String, String> details) {
    public HypervisorInfo {
        details = Map.copyOf(details);
    }
}
