package dev.vivarium.service.hypervisors;

import dev.vivarium.core.model.HostResources;
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
        Optional<WatchBody> watch,
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
            Optional<Long> freeDiskMiB) {
        static CapacityBody of(HostResources host) {
            return new CapacityBody(host.cores(), host.memoryMiB(), host.freeMemoryMiB(), host.freeDiskMiB());
        }
    }

    /**
     * What the watch of any instance saw last.
     *
     * @param state whether it answered
     * @param since when that began
     * @param reconciledAt when it last answered, so that nodes were compared with their machines
     * @param lookedAt when it was last asked
     * @param problem why it did not answer
     */
    public record WatchBody(
            Health state, Instant since, Optional<Instant> reconciledAt, Instant lookedAt, Optional<String> problem) {}

    /** What it can do here, or why not. */
    public record CapabilityBody(String name, boolean supported, Optional<String> reason) {}
}
