package dev.vivarium.proxmox.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs two hundred times as fast as time. */
final class FastClock extends Clock {
    private final Instant start = Instant.parse("2026-11-20T20:00:00Z");
    private final long nanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos((System.nanoTime() - nanos) * 200));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is in UTC");
    }
}
