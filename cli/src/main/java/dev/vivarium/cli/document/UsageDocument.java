package dev.vivarium.cli.document;

import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.spi.Limits;
import java.time.Duration;
import java.util.Optional;

/** What a machine takes of its host now, and the limits that it is under. */
public record UsageDocument(
        Optional<Double> cpuSeconds,
        Optional<Double> cpuLoad,
        Optional<Long> residentBytes,
        Optional<Long> guestMemoryBytes,
        Optional<Long> diskBytes,
        Optional<Long> diskVirtualBytes,
        Optional<Long> savedMemoryBytes,
        Optional<Double> uptimeSeconds,
        Optional<Double> cpusLimit,
        Optional<Long> memoryLimitMiB) {

    /** Of this usage. */
    public static UsageDocument of(ResourceUsage u, Optional<Limits.Applied> limits) {
        return new UsageDocument(
                u.cpuTime().map(UsageDocument::seconds),
                u.cpuLoad(),
                u.residentBytes(),
                u.guestMemoryBytes(),
                u.diskBytes(),
                u.diskVirtualBytes(),
                u.savedMemoryBytes(),
                u.uptime().map(UsageDocument::seconds),
                limits.flatMap(l -> l.limits().cpus()),
                limits.flatMap(l -> l.limits().memoryMiB()));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
