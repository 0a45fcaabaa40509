package dev.vivarium.proxmox.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the client has of the world: given, so that a test can give another.
 *
 * @param clock for a ticket's age
 * @param nanoTime for how long nothing moved
 * @param random for pauses and for the borders of an upload
 * @param sleep between two tries of a call that may be repeated
 */
public record PveRuntime(InstantSource clock, LongSupplier nanoTime, RandomGenerator random, Consumer<Duration> sleep) {

    /** The machine's own clock, and real chance. */
    public static PveRuntime system() {
        return new PveRuntime(InstantSource.system(), System::nanoTime, new SecureRandom(), PveRuntime::reallySleep);
    }

    private static void reallySleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(
                    Kind.CANCELLED, "proxmox.interrupted", "the wait for Proxmox VE was interrupted");
        }
    }
}
