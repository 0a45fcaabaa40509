package dev.vivarium.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 9 * * *          | 2026-03-01T09:00 | 2026-03-02T09:00",
                "*/20 8-9 * * *     | 2026-03-01T08:20 | 2026-03-01T08:40",
                "*/20 8-9 * * *     | 2026-03-01T09:40 | 2026-03-02T08:00",
                "5/15 8 * * *       | 2026-03-01T08:05 | 2026-03-01T08:20",
                "0,30 7,19 * * *    | 2026-03-01T07:30 | 2026-03-01T19:00",
                "0 9 * * mon-fri    | 2026-03-06T09:00 | 2026-03-09T09:00",
                "0 9 * * 1-5        | 2026-03-06T09:00 | 2026-03-09T09:00",
                "0 9 * * SUN        | 2026-03-01T09:00 | 2026-03-08T09:00",
                "0 9 * * 7          | 2026-03-01T09:00 | 2026-03-08T09:00",
                "0 9 * * 6-7        | 2026-03-01T09:00 | 2026-03-07T09:00",
                "0 9 1 * *          | 2026-03-01T09:00 | 2026-04-01T09:00",
                "0 9 31 * *         | 2026-03-31T09:00 | 2026-05-31T09:00",
                "0 9 1 jan,jul *    | 2026-03-01T09:00 | 2026-07-01T09:00",
                "0 9 13 * fri       | 2026-03-06T09:00 | 2026-03-13T09:00",
                "0 9 15 * fri       | 2026-03-13T09:00 | 2026-03-15T09:00",
                "0 9 29 2 *         | 2096-02-29T09:00 | 2104-02-29T09:00",
                "  0   9 * * *      | 2026-12-31T09:00 | 2027-01-01T09:00",
            })
    void nextAsCronSaysIt(String cron, LocalDateTime after, LocalDateTime next) {
        assertThat(Schedule.of(cron, "UTC").next(utc(after))).isEqualTo(utc(next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0 9 * *",
                "0 9 * * * *",
                "60 9 * * *",
                "0 24 * * *",
                "0 9 0 * *",
                "0 9 32 * *",
                "0 9 * 13 *",
                "0 9 * * 8",
                "0 9 * * thursday",
                "0 9 30 2 *",
                "0 9 31 4,6 *",
                "9-5 * * * *",
                "*/0 * * * *",
                "-1 * * * *",
                "1,,2 * * * *",
                "* * * mon *",
                "0 ９ * * *",
                "@daily",
            })
    void whatNeverComesOrCannotBeReadIsRefused(String cron) {
        assertThatThrownBy(() -> Schedule.of(cron, "UTC")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusalsSayWhatToWrite() {
        assertThatThrownBy(() -> Schedule.of("0 9 * * funday", "UTC")).hasMessageContaining("sun-sat");
        assertThatThrownBy(() -> Schedule.of("0 9", "UTC")).hasMessageContaining("five fields");
        assertThatThrownBy(() -> Schedule.of("0 9 * * *", "Berlin")).hasMessageContaining("Europe/Berlin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // put forward: what the clock leaves out runs at that moment, and what comes later that day is as ever
                "Europe/Berlin       | 30 2 * * *  | 2026-03-28T00:00Z | 2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z",
                "Europe/Berlin       | 0,15,30 2 * * * | 2026-03-29T00:00Z | 2026-03-29T01:00Z 2026-03-30T00:00Z 2026-03-30T00:15Z",
                "Europe/Berlin       | 30 2,3 * * * | 2026-03-29T00:00Z | 2026-03-29T01:00Z 2026-03-29T01:30Z",
                // put back: what it shows twice runs the first time
                "Europe/Berlin       | 30 2 * * *  | 2026-10-24T12:00Z | 2026-10-25T00:30Z 2026-10-26T01:30Z",
                "Europe/Berlin       | 30 2 * * *  | 2026-10-25T00:45Z | 2026-10-26T01:30Z",
                // every hour goes by the time that passes
                "Europe/Berlin       | 30 * * * *  | 2026-10-24T23:45Z | 2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-25T02:30Z",
                "Europe/Berlin       | 30 * * * *  | 2026-03-29T00:00Z | 2026-03-29T00:30Z 2026-03-29T01:30Z",
                // at midnight
                "America/Sao_Paulo   | 0 0 * * *   | 2018-11-03T12:00Z | 2018-11-04T03:00Z 2018-11-05T02:00Z",
                "America/Sao_Paulo   | 30 23 * * * | 2019-02-16T12:00Z | 2019-02-17T01:30Z 2019-02-18T02:30Z",
                "America/Sao_Paulo   | 0 0 * * *   | 2026-11-01T12:00Z | 2026-11-02T03:00Z",
                // by half an hour
                "Australia/Lord_Howe | 15 2 * * *  | 2026-10-03T00:00Z | 2026-10-03T15:30Z 2026-10-04T15:15Z",
                "Australia/Lord_Howe | 45 1 * * *  | 2026-04-04T00:00Z | 2026-04-04T14:45Z 2026-04-05T15:15Z",
                // for good, by one hour back, and no change since
                "Europe/Moscow       | 30 1 * * *  | 2014-10-25T12:00Z | 2014-10-25T21:30Z 2014-10-26T22:30Z",
                "Europe/Moscow       | 0 9 * * *   | 2026-03-28T12:00Z | 2026-03-29T06:00Z 2026-03-30T06:00Z",
                // a whole day that there was not
                "Pacific/Apia        | 0 9 * * *   | 2011-12-28T20:00Z | 2011-12-29T19:00Z 2011-12-30T10:00Z 2011-12-30T19:00Z",
            })
    void whereTheClockIsPutForwardOrBack(String zone, String cron, String after, String runs) {
        List<Instant> expected = runs.lines()
                .flatMap(l -> List.of(l.strip().split(" ", -1)).stream())
                .map(ScheduleTest::moment)
                .toList();
        assertThat(Schedule.of(cron, zone).after(moment(after)).limit(expected.size()))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void theLatestBeforeAMomentIsFoundWithoutCountingFromTheStart() {
        Schedule yearly = Schedule.of("0 9 1 1 *", "UTC");
        Instant longAgo = Instant.parse("1971-01-01T00:00:00Z");
        assertThat(yearly.latest(longAgo, Instant.parse("2026-11-01T00:00:00Z")))
                .contains(Instant.parse("2026-01-01T09:00:00Z"));
        assertThat(yearly.latest(Instant.parse("2026-01-01T09:00:00Z"), Instant.parse("2027-01-01T09:00:00Z")))
                .isEmpty();
        assertThat(Schedule.of("* * * * *", "UTC").latest(longAgo, Instant.parse("2026-11-01T00:00:00Z")))
                .contains(Instant.parse("2026-10-31T23:59:00Z"));
    }

    private static Instant moment(String minute) {
        return Instant.parse(minute.strip().replace("Z", ":00Z"));
    }

    private static Instant utc(LocalDateTime time) {
        return time.atZone(ZoneId.of("UTC")).toInstant();
    }
}
