package dev.vivarium.service.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When something is sent again: after 1 s, 2 s, 4 s … 1 h, for a day. */
final class Backoff {
    static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 12;

    private Backoff() {}

    /** The wait after so many failures, from 1; never more than this. */
    static Duration after(int failures, Duration most) {
        Duration wait = Duration.ofSeconds(1L << Math.min(Math.max(failures, 1) - 1, MOST_DOUBLINGS));
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /** When it is tried again after so many attempts; empty if the day is over. */
    static Optional<Instant> next(int attempts, Instant began, Instant now) {
        Instant next = now.plus(after(attempts, HOUR));
        return next.isAfter(began.plus(DAY)) ? Optional.empty() : Optional.of(next);
    }
}
