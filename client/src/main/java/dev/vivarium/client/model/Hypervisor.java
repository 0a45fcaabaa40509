package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configured hypervisor, as last seen.
 *
 * @param parallel how many operations run on it at a time
 */
public record Hypervisor(
        String name,
        String kind,
        Health health,
        Optional<String> problem,
        Optional<Instant> seenAt,
        Optional<String> version,
        int parallel,
        Map<String, String> details,
        Optional<Integer> nodes,
        Optional<Capacity> capacity,
        Optional<Watch> watch,
        List<Capability> capabilities) {
    public Hypervisor {
        details = Copies.map(details);
        capabilities = Copies.list(capabilities);
    }

    /** Whether it answers. */
    public enum Health {
        UP,
        DOWN,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** What it has. */
    public record Capacity(
            Optional<Integer> cores,
            Optional<Long> memoryMiB,
            Optional<Long> freeMemoryMiB,
            Optional<Long> freeDiskMiB) {}

    /**
     * What the service's watch saw last.
     *
     * @param since when that began
     * @param reconciledAt when nodes were last compared with their machines
     * @param lookedAt when the hypervisor was last asked
     * @param problem why it does not answer
     */
    public record Watch(
            Health state, Instant since, Optional<Instant> reconciledAt, Instant lookedAt, Optional<String> problem) {}

    /** What it can do here, or why not. */
    public record Capability(String name, boolean supported, Optional<String> reason) {}
}
