package dev.vivarium.client;

import java.time.Duration;

/** Waits; a test need not. */
@FunctionalInterface
interface Pause {
    void sleep(Duration time) throws InterruptedException;

    /** Really. */
    static Pause real() {
        return time -> Thread.sleep(time.toMillis());
    }
}
