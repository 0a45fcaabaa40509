package dev.vivarium.core.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
        return set(guest, clock, Duration.ZERO);
    }

    /** @param expected how long the command is expected to take until the clock is set */
    static Duration set(GuestSession guest, Clock clock, Duration expected) {
        Duration delay = expected;
        Duration left = Duration.ZERO;
        for (int i = 0; i < TRIES; i++) {
            Instant before = clock.instant();
            ExecResult result = guest.exec(GuestCommands.setClock(before.plus(delay)), LIMIT);
            Instant after = clock.instant();
            if (!result.ok()) {
                throw untold(result);
            }
            left = offset(before, after, told(result.out().strip()).orElseThrow(() -> untold(result)));
            if (isRight(left)) {
                break;
            }
            delay = delay.minus(left);
        }
        return left;
    }

    static boolean isRight(Duration left) {
        return left.abs().compareTo(Duration.ofMillis(500)) < 0;
    }

    /** The guest is taken to have looked in the middle between these two. */
    static Duration offset(Instant before, Instant after, Instant theirs) {
        return Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), theirs);
    }

    /** The time that a guest printed in seconds with a fraction. */
    static Optional<Instant> told(String seconds) {
        try {
            return Optional.of(Instant.ofEpochMilli((long) (Double.parseDouble(seconds) * 1000)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static VivariumException untold(ExecResult result) {
        return new VivariumException(
                Kind.GUEST_FAULT,
                "guest.clock",
                result.ok()
                        ? "the guest does not tell its time: " + result.brief()
                        : "the guest's clock cannot be set: " + result.brief());
    }
}
