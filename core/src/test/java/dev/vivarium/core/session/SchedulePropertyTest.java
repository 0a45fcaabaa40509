package dev.vivarium.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for every schedule in every time zone that the JDK knows. */
class SchedulePropertyTest {
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final LocalDate END = LocalDate.of(2036, 1, 1);

    /** One of each set of zones that have the same rules. */
    @Provide
    Arbitrary<ZoneId> zones() {
        Map<ZoneRules, ZoneId> different = new HashMap<>();
        ZoneId.getAvailableZoneIds().stream()
                .sorted()
                .map(ZoneId::of)
                .forEach(z -> different.putIfAbsent(z.getRules(), z));
        return Arbitraries.of(different.values().stream()
                .sorted((a, b) -> a.getId().compareTo(b.getId()))
                .toList());
    }

    /** In all sixteen years at a time that the zone's name chooses; around each change of the clock at the times around it. */
    @Property(generation = GenerationMode.EXHAUSTIVE, edgeCases = EdgeCasesMode.NONE, tries = 1000)
    void aDailyScheduleHasOneRunForEachDay(@ForAll("zones") ZoneId zone) {
        oneRunForEachDay(
                zone, LocalTime.of(0, 0).plusMinutes(new Random(zone.getId().hashCode()).nextInt(1440)), FIRST, END);
        for (ZoneOffsetTransition change : changes(zone)) {
            LocalDate day = change.getDateTimeBefore().toLocalDate();
            for (int minutes : new int[] {-61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61}) {
                LocalTime time = change.getDateTimeBefore().toLocalTime().plusMinutes(minutes);
                oneRunForEachDay(zone, time, day.minusDays(2), day.plusDays(3));
            }
        }
    }

    private static void oneRunForEachDay(ZoneId zone, LocalTime time, LocalDate first, LocalDate end) {
        Schedule daily = Schedule.of(time.getMinute() + " " + time.getHour() + " * * *", zone.getId());
        Instant at = first.atStartOfDay(zone).toInstant().minusSeconds(1);
        for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
            Instant run = daily.next(at);
            Instant from = day.atStartOfDay(zone).toInstant();
            Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
            // a day that ends with what the clock leaves out ends with the run
            assertThat(run).as("%s %s on %s", zone, time, day).isBetween(from, to);
            LocalTime shown = run.atZone(zone).toLocalTime();
            if (!shown.equals(time)) {
                assertThat(leftOut(zone, day, time))
                        .as("%s %s on %s, not %s", zone, time, day, shown)
                        .contains(run);
            }
            at = run;
        }
    }

    private static Optional<Instant> leftOut(ZoneId zone, LocalDate day, LocalTime time) {
        return Optional.ofNullable(zone.getRules().getTransition(day.atTime(time)))
                .filter(ZoneOffsetTransition::isGap)
                .map(ZoneOffsetTransition::getInstant);
    }

    private static List<ZoneOffsetTransition> changes(ZoneId zone) {
        List<ZoneOffsetTransition> changes = new ArrayList<>();
        Instant from = FIRST.atStartOfDay(zone).toInstant();
        ZoneOffsetTransition next = zone.getRules().nextTransition(from);
        while (next != null && next.getDateTimeBefore().toLocalDate().isBefore(END)) {
            changes.add(next);
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return changes;
    }

    @Property(generation = GenerationMode.EXHAUSTIVE, edgeCases = EdgeCasesMode.NONE, tries = 1000)
    void anHourlyScheduleHasOneRunForEachHourThatPasses(@ForAll("zones") ZoneId zone) {
        Schedule hourly = Schedule.of("0 * * * *", zone.getId());
        for (ZoneOffsetTransition change : changes(zone)) {
            if (change.getDuration().toMinutes() % 60 == 0) { // by half an hour, the full hour moves
                Instant begin = change.getInstant().minusSeconds(6 * 3600);
                List<Instant> runs = hourly.after(begin).limit(12).toList();
                for (int i = 1; i < runs.size(); i++) {
                    assertThat(runs.get(i))
                            .as("%s %s", zone, change)
                            .isEqualTo(runs.get(i - 1).plusSeconds(3600));
                }
            }
        }
    }

    @Provide
    Arbitrary<String> fields() {
        Arbitrary<String> minute = Arbitraries.of("*", "0", "30", "*/7", "5-10", "0,59");
        Arbitrary<String> hour = Arbitraries.of("*", "0", "2", "1-3", "*/5", "23");
        Arbitrary<String> day = Arbitraries.of("*", "1", "*/10", "28-31");
        Arbitrary<String> month = Arbitraries.of("*", "3", "10", "2,4");
        Arbitrary<String> weekday = Arbitraries.of("*", "sun", "1-5");
        return Combinators.combine(minute, hour, day, month, weekday)
                .as((a, b, c, d, e) -> String.join(" ", a, b, c, d, e));
    }

    @Property(tries = 300)
    void runsComeInOrderAndNoneIsBetweenTwo(
            @ForAll("fields") String cron, @ForAll("zones") ZoneId zone, @ForAll Random random) {
        Schedule schedule = Schedule.of(cron, zone.getId());
        Instant from =
                Instant.ofEpochSecond(1_577_836_800L + random.nextInt(500_000_000), random.nextInt(1_000_000_000));
        List<Instant> runs = schedule.after(from).limit(20).toList();
        assertThat(runs.get(0)).isAfter(from);
        for (int i = 1; i < runs.size(); i++) {
            assertThat(runs.get(i)).isAfter(runs.get(i - 1));
            long between = runs.get(i).getEpochSecond() - runs.get(i - 1).getEpochSecond();
            Instant inside = runs.get(i - 1).plusSeconds((long) (random.nextDouble() * between));
            assertThat(schedule.next(inside)).isEqualTo(runs.get(i));
        }
        assertThat(schedule.latest(from, runs.get(19))).contains(runs.get(18));
    }
}
