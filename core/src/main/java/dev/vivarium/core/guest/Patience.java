package dev.vivarium.core.guest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait while nothing moves.
 *
 * @param limit how long nothing may move
 * @param activity any number that changes when the guest does something, such as the size of its console log
 */
public record Patience(Duration limit, LongSupplier activity) {

    /** Waits for so long at most, as there is no sign of life to look at. */
    public static Patience of(Duration limit) {
        return new Patience(limit, () -> 0);
    }
}
