package dev.vivarium.core.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What a machine takes of its host just now. What is not known, or not now, is empty.
 *
 * @param cpuTime processor time since the machine was started
 * @param cpuLoad processors' worth of work at this moment: 1.5 is one and a half
 * @param residentBytes memory of the host that it holds
 * @param guestMemoryBytes memory that the guest has now
 * @param diskBytes what its disk takes on the host's disk, snapshots included
 * @param diskVirtualBytes how large the guest sees its disk
 * @param savedMemoryBytes what its snapshots hold of memory
 * @param uptime since the machine was started
 */
public record ResourceUsage(
        Optional<Duration> cpuTime,
        Optional<Double> cpuLoad,
        Optional<Long> residentBytes,
        Optional<Long> guestMemoryBytes,
        Optional<Long> diskBytes,
        Optional<Long> diskVirtualBytes,
        Optional<Long> savedMemoryBytes,
        Optional<Duration> uptime) {}
