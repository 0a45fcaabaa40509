package dev.vivarium.core.session;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When something runs: times of a cron expression by the clock of a time zone.
 *
 * <p>Where the clock is put forward, a time that it leaves out runs at the moment when it is put forward; where it is put
 * back, a time that it shows twice runs the first time. So a daily schedule has one run a day, always. A schedule for every
 * hour ({@code *} as hour) goes by the time that passes instead: nothing is left out, and in the hour that comes twice it
 * runs twice.
 *
 * @param cron which minutes and days
 * @param zone whose clock
 */
public record Schedule(Cron cron, ZoneId zone) {

    /**
     * Reads both.
     *
     * @throws IllegalArgumentException with what is wrong and what to write instead
     */
    public static Schedule of(String cron, String zone) {
        try {
            return new Schedule(Cron.parse(cron), ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + zone + "' is no time zone; write Europe/Berlin or UTC", e);
        }
    }

    /** The first run after this moment. */
    public Instant next(Instant after) {
        return cron.isEveryHour() ? byPassingTime(after) : byTimeOfDay(after);
    }

    /** All runs after this moment, without end. */
    public Stream<Instant> after(Instant moment) {
        return Stream.iterate(next(moment), this::next);
    }

    /** The last run after one moment and before another, if there is any. */
    public Optional<Instant> latest(Instant after, Instant before) {
        for (Duration window = Duration.ofHours(1); ; window = window.multipliedBy(2)) {
            boolean whole = window.compareTo(Duration.between(after, before)) >= 0;
            Optional<Instant> found = after(whole ? after : before.minus(window))
                    .takeWhile(run -> run.isBefore(before))
                    .reduce((one, later) -> later);
            if (whole || found.isPresent()) {
                return found;
            }
        }
    }

    private Instant byTimeOfDay(Instant after) {
        LocalDateTime local = cron.atOrAfter(LocalDateTime.ofInstant(after, zone));
        Instant run = instant(local);
        while (!run.isAfter(after)) {
            local = cron.atOrAfter(local.plusMinutes(1));
            run = instant(local);
        }
        return run;
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant(); // where it comes twice, this is the first
    }

    private Instant byPassingTime(Instant after) {
        ZoneRules rules = zone.getRules();
        Instant from = after.plusNanos(1);
        while (true) {
            ZoneOffset offset = rules.getOffset(from);
            Instant run = cron.atOrAfter(LocalDateTime.ofInstant(from, offset)).toInstant(offset);
            ZoneOffsetTransition change = rules.nextTransition(from);
            if (change == null || run.isBefore(change.getInstant())) {
                return run;
            }
            from = change.getInstant();
        }
    }
}
