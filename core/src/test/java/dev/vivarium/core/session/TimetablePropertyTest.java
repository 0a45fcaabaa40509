package dev.vivarium.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.session.Timetable.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the clock does, each due time is decided, and carried out no more than once. */
class TimetablePropertyTest {
    private static final Instant START = Instant.parse("2026-03-27T00:00:00Z");

    /** One who keeps what was decided, as the service does. */
    private static final class Keeper {
        final Timetable timetable;
        final Set<Instant> ran = new TreeSet<>();
        final Set<Instant> leftOut = new HashSet<>();
        Instant decided = START;
        int doubled;

        Keeper(Timetable timetable) {
            this.timetable = timetable;
        }

        void look(Instant now) {
            Look look = timetable.look(decided, now);
            while (look.isDecision()) {
                assertThat(look.decidedUntil()).isAfter(decided);
                take(look);
                decided = look.decidedUntil();
                look = timetable.look(decided, now);
            }
            decided = look.decidedUntil();
        }

        private void take(Look look) {
            look.missed().ifPresent(m -> {
                Instant last = m.last();
                List<Instant> all = timetable
                        .schedule()
                        .after(m.first().minusNanos(1))
                        .takeWhile(t -> !t.isAfter(last))
                        .toList();
                assertThat(m.count()).isEqualTo(Math.min(all.size(), Timetable.MOST_COUNTED));
                leftOut.addAll(all);
            });
            look.run().ifPresent(due -> doubled += ran.add(due) ? 0 : 1);
        }
    }

    @Provide
    Arbitrary<Timetable> timetables() {
        Arbitrary<Schedule> schedules = Arbitraries.of(
                        "0 9 * * *", "30 2 * * *", "*/10 * * * *", "0 */6 * * *", "* 2 * * *")
                .flatMap(c -> Arbitraries.of("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Europe/Moscow")
                        .map(z -> Schedule.of(c, z)));
        Arbitrary<Duration> leads = Arbitraries.of(0, 1, 10, 90, 1500).map(Duration::ofMinutes);
        return Combinators.combine(schedules, leads, Arbitraries.of(CatchUp.class))
                .as(Timetable::new);
    }

    /** Seconds from one look to the next. */
    @Provide
    Arbitrary<List<Integer>> forward() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(0, 600)),
                        Tuple.of(2, Arbitraries.integers().between(600, 40_000)),
                        Tuple.of(1, Arbitraries.integers().between(40_000, 400_000)))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void noRunIsLostOrDecidedTwice(@ForAll("timetables") Timetable timetable, @ForAll("forward") List<Integer> steps) {
        Keeper keeper = new Keeper(timetable);
        Instant now = START;
        for (int step : steps) {
            now = now.plusSeconds(step);
            keeper.look(now);
        }
        Instant horizon = now.plus(timetable.lead());
        List<Instant> all = timetable
                .schedule()
                .after(START)
                .takeWhile(t -> !t.isAfter(horizon))
                .toList();
        List<Instant> decided = new ArrayList<>(keeper.ran);
        decided.addAll(keeper.leftOut);
        if (!steps.isEmpty()) {
            assertThat(decided).containsExactlyInAnyOrderElementsOf(all); // no duplicates: neither twice, nor both
        }
        assertThat(keeper.doubled).isZero();
    }

    @Property(tries = 300)
    void whatIsLookedAtInTimeRuns(@ForAll("timetables") Timetable timetable) {
        Keeper keeper = new Keeper(timetable);
        Instant end = START.plus(Duration.ofDays(4)); // over a change of the clock
        for (Instant now = START; now.isBefore(end); now = now.plusSeconds(290)) {
            keeper.look(now);
        }
        assertThat(keeper.leftOut).isEmpty();
        assertThat(keeper.ran)
                .containsAll(timetable
                        .schedule()
                        .after(START)
                        .takeWhile(t -> t.isBefore(end.minusSeconds(300)))
                        .toList());
    }

    /** Jumps ahead and back: what the clock shows in the end has been run or left out, and what is to come will run. */
    @Property(tries = 300)
    void afterAnyJumpsTheScheduleGoesOn(
            @ForAll("timetables") Timetable timetable, @ForAll("forward") List<Integer> steps, @ForAll long seed) {
        Keeper keeper = new Keeper(timetable);
        Random random = new Random(seed);
        Instant now = START;
        for (int step : steps) {
            now = random.nextInt(3) == 0 ? now.minusSeconds(step) : now.plusSeconds(step);
            keeper.look(now);
        }
        Instant from = now.plus(timetable.lead()).plus(Duration.ofMinutes(2));
        Instant end = now.plus(timetable.lead()).plus(Duration.ofDays(2));
        for (Instant t = now; t.isBefore(end); t = t.plusSeconds(60)) {
            keeper.look(t);
        }
        assertThat(keeper.ran)
                .containsAll(timetable
                        .schedule()
                        .after(from)
                        .takeWhile(t -> t.isBefore(end.minusSeconds(60)))
                        .toList());
    }
}
