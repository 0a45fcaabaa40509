package dev.vivarium.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * How much of its host a running machine may use, where that is less than what it was made with.
 *
 * @param cpus processors' worth of time: 0.5 is half of one; empty for no limit
 * @param memoryMiB memory that the guest has; empty for all that it was made with
 */
public record ResourceLimits(Optional<Double> cpus, Optional<Long> memoryMiB) {
    /** No limit. */
    public static final ResourceLimits NONE = new ResourceLimits(Optional.empty(), Optional.empty());

    private static final double LEAST_CPUS = 0.01;
    private static final double MOST_CPUS = 4096;
    private static final long LEAST_MEMORY_MIB = 64;

    /** @throws VivariumException of kind INVALID if nothing could run within them */
    public ResourceLimits {
        if (cpus.filter(c -> !(c >= LEAST_CPUS && c <= MOST_CPUS)).isPresent()) {
            throw new VivariumException(
                    Kind.INVALID, "limits.cpus", "a limit of processors is from 0.01 to 4096, not " + cpus.get());
        }
        if (memoryMiB.filter(m -> m < LEAST_MEMORY_MIB).isPresent()) {
            throw new VivariumException(
                    Kind.INVALID, "limits.memory", "a guest needs at least " + LEAST_MEMORY_MIB + " MiB");
        }
    }

    /** True if nothing is limited. */
    public boolean unlimited() {
        return cpus.isEmpty() && memoryMiB.isEmpty();
    }

    /** For people: {@code 0.5 CPU, 2 GiB}. */
    public String text() {
        String processors = cpus.map(c ->
                        (c % 1 == 0 ? Long.toString(c.longValue()) : String.format(Locale.ROOT, "%.2f", c)) + " CPU")
                .orElse("");
        String memory = memoryMiB.map(m -> Size.MiB(m).toString()).orElse("");
        return unlimited() ? "no limit" : processors + (cpus.isPresent() && memoryMiB.isPresent() ? ", " : "") + memory;
    }
}
