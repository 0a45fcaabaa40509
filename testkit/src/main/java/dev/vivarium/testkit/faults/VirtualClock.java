package dev.vivarium.testkit.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test, or a wait in virtual time, moves it. Safe for threads. */
public final class VirtualClock extends Clock {
    private Instant now;

    /** A clock that shows this moment. */
    public VirtualClock(Instant start) {
        now = start;
    }

    /** Moves it forward, or backward by a negative time. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Not possible: it would be a second clock that nobody moves. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a virtual clock is in UTC");
    }
}
