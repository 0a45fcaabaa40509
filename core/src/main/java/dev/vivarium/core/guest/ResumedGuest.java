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
 * @param report its report; empty if it has none, or is to be asked again
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
        Instant set = GuestClock.told(said[0].strip()).orElseThrow(() -> GuestClock.untold(result));
        Optional<SnapshotId> mark = said.length > 1 ? GuestMark.parse(said[1].strip()) : Optional.empty();
        Optional<TimedReport> report = said.length > 2 ? report(said[2], after) : Optional.empty();
        // between its two times it only made its report
        Duration reporting = report.map(r -> Duration.between(set, r.report().now()))
                .filter(d -> !d.isNegative() && d.compareTo(Duration.between(before, after)) < 0)
                .orElse(Duration.ZERO);
        Duration left = GuestClock.offset(before, after.minus(reporting), set);
        return GuestClock.isRight(left)
                ? new ResumedGuest(left, mark, report)
                : new ResumedGuest(GuestClock.set(guest, clock, left.negated()), mark, Optional.empty());
    }

    private static Optional<TimedReport> report(String text, Instant heard) {
        try {
            return Optional.of(TimedReport.of(GuestReport.parse(text), heard));
        } catch (VivariumException e) {
            return Optional.empty(); // whoever needs it asks again, and is told what is wrong
        }
    }
}
