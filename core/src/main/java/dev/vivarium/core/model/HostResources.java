package dev.vivarium.core.model;

import java.util.Optional;

/**
 * What a hypervisor has for its machines, and what of it is free just now. What it does not tell is empty.
 *
 * @param cores processors
 * @param memoryMiB memory in all
 * @param freeMemoryMiB memory that machines can still get
 * @param freeDiskMiB space that is left where it keeps disks
 */
public record HostResources(
        Optional<Integer> cores, Optional<Long> memoryMiB, Optional<Long> freeMemoryMiB, Optional<Long> freeDiskMiB) {}
