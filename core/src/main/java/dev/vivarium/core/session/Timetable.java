package dev.vivarium.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which run is up, by a clock that may stand still, jump ahead or be put back. Pure: the caller keeps up to which due time it
 * has decided, and carries each decision out once, by due time.
 *
 * @param schedule when sessions start
 * @param lead how long before that their preparation begins; less than a week
 * @param catchUp what becomes of missed runs
 */
public record Timetable(Schedule schedule, Duration lead, CatchUp catchUp) {
    /** A run that is late by no more than this is not missed: a restart, or many at the same minute, take as long. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /** No count of missed runs goes beyond this. */
    public static final int MOST_COUNTED = 1000;

    private static final Duration MOST_LEAD = Duration.ofDays(7);
    /** Two clocks that differ by less are the same clock. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException if the lead is negative or longer than a week */
    public Timetable {
        if (lead.isNegative() || lead.compareTo(MOST_LEAD) > 0) {
            throw new IllegalArgumentException("the lead of a schedule is from none to seven days");
        }
    }

    /**
     * Runs that nobody could begin in time.
     *
     * @param count up to {@link #MOST_COUNTED}
     */
    public record Missed(Instant first, Instant last, int count) {}

    /**
     * What a look at the clock says.
     *
     * @param run the due time of the run that is up
     * @param missed what is left out for good
     * @param decidedUntil up to which due time all is decided now; to be kept for the next look
     */
    public record Look(Optional<Instant> run, Optional<Missed> missed, Instant decidedUntil) {
        /** True if there may be more: look again. */
        public boolean isDecision() {
            return run.isPresent() || missed.isPresent();
        }
    }

    /**
     * What is up now, the earliest first.
     *
     * @param decidedUntil what the last look said; at the beginning, when the schedule was made. If it lies ahead of the
     *     clock, the clock was put back, and what comes by the new time is decided (again, where it was: carry out no due
     *     time twice)
     */
    public Look look(Instant decidedUntil, Instant now) {
        Instant horizon = now.plus(lead);
        if (decidedUntil.isAfter(horizon.plus(TOLERANCE))) {
            return new Look(Optional.empty(), Optional.empty(), horizon);
        }
        Instant due = schedule.next(decidedUntil);
        if (due.isAfter(horizon)) {
            return new Look(Optional.empty(), Optional.empty(), decidedUntil);
        }
        Instant inTime = now.minus(GRACE);
        if (!due.isBefore(inTime)) {
            return new Look(Optional.of(due), Optional.empty(), due);
        }
        Instant last = schedule.latest(decidedUntil, inTime).orElse(due);
        boolean nextIsUp = !schedule.next(last).isAfter(horizon);
        if (catchUp == CatchUp.SKIP || nextIsUp) {
            return new Look(Optional.empty(), missed(decidedUntil, last, true), last);
        }
        return new Look(Optional.of(last), missed(decidedUntil, last, false), last);
    }

    /** When to look next if nothing happens to the clock. */
    public Instant nextLook(Instant decidedUntil) {
        return schedule.next(decidedUntil).minus(lead);
    }

    /** The due times of the next runs. */
    public List<Instant> next(Instant now, int count) {
        return schedule.after(now).limit(count).toList();
    }

    private Optional<Missed> missed(Instant after, Instant last, boolean withLast) {
        List<Instant> some = schedule.after(after)
                .takeWhile(t -> withLast ? !t.isAfter(last) : t.isBefore(last))
                .limit(MOST_COUNTED)
                .toList();
        if (some.isEmpty()) {
            return Optional.empty();
        }
        Instant end = withLast ? last : schedule.latest(after, last).orElseThrow();
        return Optional.of(new Missed(some.get(0), end, some.size()));
    }
}
