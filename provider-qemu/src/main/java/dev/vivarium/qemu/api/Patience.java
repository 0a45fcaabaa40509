package dev.vivarium.qemu.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait for something that may rightly take long: as long as something moves. The limit is for inactivity, not
 * for the total.
 */
public final class Patience {
    /** How often a waiting call looks whether something moved. */
    static final Duration SLICE = Duration.ofMillis(200);

    private final Duration limit;
    private final LongSupplier activity;
    private final Runnable eachSlice;
    private final LongSupplier nanoTime;
    private long lastSeen;
    private long lastMoved;
    private long lastLook;

    Patience(Duration limit, LongSupplier activity, Runnable eachSlice, LongSupplier nanoTime) {
        this.limit = limit;
        this.activity = activity;
        this.eachSlice = eachSlice;
        this.nanoTime = nanoTime;
        this.lastSeen = activity.getAsLong();
        this.lastMoved = nanoTime.getAsLong();
        this.lastLook = lastMoved;
    }

    /** Waits this long, whatever happens. */
    public static Patience of(Duration limit) {
        return whileMoving(limit, () -> 0, () -> {});
    }

    /**
     * Waits as long as the activity's value changes at least once within the limit.
     *
     * @param eachSlice called while waiting, some five times a second; may throw to end the wait
     */
    public static Patience whileMoving(Duration limit, LongSupplier activity, Runnable eachSlice) {
        return new Patience(limit, activity, eachSlice, System::nanoTime);
    }

    /**
     * Passes while there is still reason to wait.
     *
     * @param waitingFor what, for the message
     * @throws VivariumException of kind TIMEOUT if nothing moved within the limit
     */
    public void check(String waitingFor) {
        nextSliceMillis(waitingFor);
    }

    /** As {@link #check}, but costs nothing if the last look was just now: for loops that have no wait in them. */
    void glance(String waitingFor) {
        if (nanoTime.getAsLong() - lastLook > SLICE.toNanos()) {
            nextSliceMillis(waitingFor);
        }
    }

    /**
     * The milliseconds to wait before the next look, at least 1.
     *
     * @throws VivariumException of kind TIMEOUT if nothing moved within the limit
     */
    long nextSliceMillis(String waitingFor) {
        eachSlice.run();
        long seen = activity.getAsLong();
        long now = nanoTime.getAsLong();
        lastLook = now;
        if (seen != lastSeen) {
            lastSeen = seen;
            lastMoved = now;
        }
        long left = limit.toNanos() - (now - lastMoved);
        if (left <= 0) {
            throw new VivariumException(
                    Kind.TIMEOUT,
                    "qemu.silent",
                    "nothing moved for " + limit.toSeconds() + " s while waiting for " + waitingFor
                            + "; see whether the host is overloaded or its disk hangs, then try again");
        }
        return Math.max(1, Math.min(SLICE.toMillis(), left / 1_000_000));
    }
}
