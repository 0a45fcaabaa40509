package dev.vivarium.service.hypervisors;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A hypervisor on the wire. */
public record HypervisorBody(
        String name,
        String kind,
        Health health,
        Optional<String> problem,
        Optional<Instant> seenAt,
        Optional<String> version,
        int parallel,
        Optional<Map<String, String>> details,
        int nodes,
        Optional<CapacityBody> capacity,
        Optional<List<CapabilityBody>> capabilities) {

    /** Whether it answers. */
    public enum Health {
        UP,
        DOWN,
        UNKNOWN
    }

    /** What it has, as far as it tells. */
    public record CapacityBody(
            Optional<Integer> cores,
            Optional<Long> memoryMiB,
            Optional<Long> freeMemoryMiB,
            Optional<Long> freeDiskMiB) {}

    /** What it can do here, or why not. */
    public record CapabilityBody(String name, boolean supported, Optional<String> reason) {}
}
