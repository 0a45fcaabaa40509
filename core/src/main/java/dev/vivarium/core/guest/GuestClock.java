package dev.vivarium.core.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Puts a guest's clock right: after a rollback it goes on with the time of the snapshot, and nothing in it notices soon. */
public final class GuestClock {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TRIES = 3;

    private GuestClock() {}

    /**
     * Sets it, allowing for the time that the command takes.
     *
     * @return guest time minus ours, as measured afterwards
     * @throws VivariumException GUEST_FAULT {@code guest.clock} if it cannot be set
     */
    public static Duration set(GuestSession guest, Clock clock) {
        Duration delay = Duration.ZERO;
        Duration left = Duration.ZERO;
        for (int i = 0; i < TRIES; i++) {
            Instant before = clock.instant();
            ExecResult result = guest.exec(GuestCommands.setClock(before.plus(delay)), LIMIT);
            Instant after = clock.instant();
            if (!result.ok()) {
                throw new VivariumException(
                        Kind.GUEST_FAULT, "guest.clock", "the guest's clock cannot be set: " + result.brief());
            }
            left = offset(before, after, result);
            if (left.abs().compareTo(Duration.ofMillis(500)) < 0) {
                break;
            }
            delay = delay.minus(left);
        }
        return left;
    }

    /** The guest is taken to have looked in the middle of the round trip. */
    private static Duration offset(Instant before, Instant after, ExecResult result) {
        try {
            double seconds = Double.parseDouble(result.out().strip());
            Instant theirs = Instant.ofEpochMilli((long) (seconds * 1000));
            return Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), theirs);
        } catch (NumberFormatException e) {
            throw new VivariumException(
                    Kind.GUEST_FAULT, "guest.clock", "the guest does not tell its time: " + result.brief(), e);
        }
    }
}
