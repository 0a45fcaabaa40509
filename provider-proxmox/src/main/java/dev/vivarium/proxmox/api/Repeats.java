package dev.vivarium.proxmox.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, and after which pauses, a call that may be repeated is repeated.
 *
 * @param tries in all, at least 1
 * @param first the pause after the first try; doubled each time
 * @param most the longest pause
 */
record Repeats(int tries, Duration first, Duration most) {
    static final Repeats DEFAULT = new Repeats(5, Duration.ofMillis(200), Duration.ofSeconds(2));

    /** Half of the pause is fixed and half is chance, so that many clients do not come back at once. */
    Duration after(int failures, RandomGenerator random) {
        long pause = Math.min(most.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(pause / 2 + random.nextLong(pause / 2 + 1));
    }
}
