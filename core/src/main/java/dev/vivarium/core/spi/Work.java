package dev.vivarium.core.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * What every long call gets, and why it can be cut off at any line and called again: what it remembers is on disk before
 * {@link #remember} returns, and is there when the same step runs again.
 */
public interface Work {

    /** What an earlier try of this step remembered. */
    <T> Optional<T> recall(Key<T> key);

    /** Writes a value to the journal; on disk before it returns. Remember an id before the request that uses it. */
    <T> void remember(Key<T> key, T value);

    /**
     * Says how far the work is; counts as activity for inactivity limits.
     *
     * @param fraction 0 to 1, or negative if nobody knows
     * @param what for people, in a few words
     */
    void progress(double fraction, String what);

    /**
     * Call inside every loop.
     *
     * @throws dev.vivarium.core.model.VivariumException of kind CANCELLED if somebody cancelled the operation
     */
    void checkCancelled();

    /**
     * Waits; for loops that poll.
     *
     * @throws dev.vivarium.core.model.VivariumException of kind CANCELLED as soon as somebody cancels the operation
     */
    void pause(Duration time);
}
