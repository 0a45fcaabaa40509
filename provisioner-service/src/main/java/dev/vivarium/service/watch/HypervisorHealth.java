package dev.vivarium.service.watch;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a hypervisor answers, as the watch of any instance last saw it.
 *
 * @param name the configured name
 * @param up whether it answered
 * @param since when that began
 * @param seenAt when it last answered
 * @param lookedAt when it was last asked
 * @param problem why it is down
 */
public record HypervisorHealth(
        String name, boolean up, Instant since, Optional<Instant> seenAt, Instant lookedAt, Optional<String> problem) {}
