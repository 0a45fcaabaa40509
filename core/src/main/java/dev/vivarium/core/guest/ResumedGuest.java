package dev.vivarium.core.guest;

import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a guest that goes on from a snapshot said when its clock was set: all in one command, as each costs an emulated guest
 * tenths of a second.
 *
 * @param clockLeft guest time minus ours, as measured afterwards
 * @param mark the snapshot whose mark it shows; empty if it has none
 * @param report its report; empty if it has none
 */
public record ResumedGuest(Duration clockLeft, Optional<SnapshotId> mark, Optional<TimedReport> report) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * Sets its clock and asks it.
     *
     * @throws VivariumException GUEST_FAULT {@code guest.clock} if the clock cannot be set
     */
    public static ResumedGuest ask(GuestSession guest, Clock clock) {
        Instant before = clock.instant();
        ExecResult result = guest.exec(GuestCommands.resumed(before), LIMIT);
        Instant after = clock.instant();
        String[] said = result.out().split("\n", 3);
        String[] times = said[0].strip().split(" ", 3);
        Instant set = GuestClock.told(times[0]).orElseThrow(() -> GuestClock.untold(result));
        Duration left = GuestClock.offset(before, after.minus(since(times, Duration.between(before, after))), set);
        Optional<SnapshotId> mark = said.length > 1 ? GuestMark.parse(said[1].strip()) : Optional.empty();
        Duration now = GuestClock.isRight(left) ? left : GuestClock.set(guest, clock, left.negated());
        return new ResumedGuest(now, mark, said.length > 2 ? report(said[2], now) : Optional.empty());
    }

    /** How long it went on after it told its time; nothing if it says what cannot be. */
    private static Duration since(String[] times, Duration atMost) {
        if (times.length < 3) {
            return Duration.ZERO;
        }
        Optional<Instant> then = GuestClock.told(times[1]);
        return GuestClock.told(times[2])
                .flatMap(end -> then.map(from -> Duration.between(from, end)))
                .filter(d -> !d.isNegative() && d.compareTo(atMost) < 0)
                .orElse(Duration.ZERO);
    }

    private static Optional<TimedReport> report(String text, Duration clockLeft) {
        try {
            return Optional.of(new TimedReport(GuestReport.parse(text), clockLeft));
        } catch (VivariumException e) {
            return Optional.empty(); // whoever needs it asks again, and is told what is wrong
        }
    }
}
