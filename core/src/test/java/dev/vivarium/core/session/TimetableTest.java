package dev.vivarium.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.session.Timetable.Look;
import dev.vivarium.core.session.Timetable.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimetableTest {
    private static final Timetable NINE = daily(CatchUp.ONCE);

    @Test
    void preparationBeginsTheLeadBefore() {
        Instant decided = at("2026-03-01T09:00");
        assertThat(NINE.nextLook(decided)).isEqualTo(at("2026-03-02T08:50"));
        assertThat(NINE.look(decided, at("2026-03-02T08:49"))).isEqualTo(nothing("2026-03-01T09:00"));
        assertThat(NINE.look(decided, at("2026-03-02T08:50"))).isEqualTo(run("2026-03-02T09:00"));
        assertThat(NINE.look(at("2026-03-02T09:00"), at("2026-03-02T08:51"))).isEqualTo(nothing("2026-03-02T09:00"));
    }

    @Test
    void aRestartAcrossTheDueTimeIsLateButNotMissed() {
        assertThat(daily(CatchUp.SKIP).look(at("2026-03-01T09:00"), at("2026-03-02T09:04")))
                .isEqualTo(run("2026-03-02T09:00"));
    }

    @Test
    void missedRunsAreMadeUpForOnceOrNotAtAll() {
        Instant decided = at("2026-03-01T09:00");
        Instant later = at("2026-03-05T12:00");
        assertThat(NINE.look(decided, later))
                .isEqualTo(new Look(
                        Optional.of(at("2026-03-05T09:00")),
                        missed("2026-03-02T09:00", "2026-03-04T09:00", 3),
                        at("2026-03-05T09:00")));
        assertThat(daily(CatchUp.SKIP).look(decided, later))
                .isEqualTo(new Look(
                        Optional.empty(), missed("2026-03-02T09:00", "2026-03-05T09:00", 4), at("2026-03-05T09:00")));
    }

    @Test
    void nothingIsMadeUpForWhenTheNextRunIsUp() {
        Look first = NINE.look(at("2026-03-01T09:00"), at("2026-03-03T08:55"));
        assertThat(first)
                .isEqualTo(new Look(
                        Optional.empty(), missed("2026-03-02T09:00", "2026-03-02T09:00", 1), at("2026-03-02T09:00")));
        assertThat(NINE.look(first.decidedUntil(), at("2026-03-03T08:55"))).isEqualTo(run("2026-03-03T09:00"));
    }

    @Test
    void aClockThatWasPutBackIsFollowed() {
        Look ahead = NINE.look(at("2026-03-01T09:00"), at("2050-01-01T12:00"));
        assertThat(ahead.run()).contains(at("2050-01-01T09:00"));
        assertThat(ahead.missed().orElseThrow().count()).isEqualTo(Timetable.MOST_COUNTED);
        Look back = NINE.look(ahead.decidedUntil(), at("2026-03-01T10:00"));
        assertThat(back).isEqualTo(nothing("2026-03-01T10:10"));
        assertThat(NINE.look(back.decidedUntil(), at("2026-03-02T08:50"))).isEqualTo(run("2026-03-02T09:00"));
    }

    @Test
    void clocksThatDifferByLittleChangeNothing() {
        assertThat(NINE.look(at("2026-03-02T09:00"), at("2026-03-02T08:49:30"))).isEqualTo(nothing("2026-03-02T09:00"));
    }

    @Test
    void aLeadBeyondAWeekIsRefused() {
        Schedule schedule = Schedule.of("0 9 * * *", "UTC");
        for (Duration wrong : new Duration[] {Duration.ofDays(8), Duration.ofSeconds(-1)}) {
            assertThatThrownBy(() -> new Timetable(schedule, wrong, CatchUp.ONCE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Timetable daily(CatchUp catchUp) {
        return new Timetable(Schedule.of("0 9 * * *", "UTC"), Duration.ofMinutes(10), catchUp);
    }

    private static Look run(String due) {
        return new Look(Optional.of(at(due)), Optional.empty(), at(due));
    }

    private static Look nothing(String decided) {
        return new Look(Optional.empty(), Optional.empty(), at(decided));
    }

    private static Optional<Missed> missed(String first, String last, int count) {
        return Optional.of(new Missed(at(first), at(last), count));
    }

    private static Instant at(String minute) {
        return Instant.parse(minute + (minute.length() == 16 ? ":00Z" : "Z"));
    }
}
