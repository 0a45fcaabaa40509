package dev.vivarium.core.session;

import static dev.vivarium.core.session.SampleNodes.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSnapshot.Origin;
import dev.vivarium.core.session.RetentionDecision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RetentionTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void withoutARuleEverythingStays() {
        assertThat(Retention.keepAll().decide(list("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), Set.of(), NOW))
                .satisfies(d -> assertThat(d.delete()).isEmpty())
                .satisfies(d -> assertThat(d.keep()).hasSize(2));
    }

    @Test
    void theLastFewStayAndTheRestGoesOldestFirst() {
        List<NodeSnapshot> all =
                list("2026-10-03T00:00:00Z", "2026-10-01T00:00:00Z", "2026-10-04T00:00:00Z", "2026-10-02T00:00:00Z");
        RetentionDecision d = counts(2, 0, 0, 0, 0).decide(all, Set.of(), NOW);
        assertThat(d.delete()).containsExactly(all.get(1), all.get(3));
        assertThat(d.keep()).extracting(RetentionDecision.Kept::snapshot).containsExactly(all.get(2), all.get(0));
    }

    @Test
    void whatIsProtectedStaysAndDoesNotCount() {
        NodeSnapshot pinned = taken(Instant.parse("2026-10-09T00:00:00Z"), Origin.SESSION, true);
        NodeSnapshot named = taken(Instant.parse("2020-10-08T00:00:00Z"), Origin.USER, false);
        NodeSnapshot first = taken(Instant.parse("2020-10-07T00:00:00Z"), Origin.BASELINE, false);
        NodeSnapshot open = taken("2020-10-06T00:00:00Z");
        NodeSnapshot newest = taken("2026-10-05T00:00:00Z");
        NodeSnapshot safety = taken(Instant.parse("2026-10-04T00:00:00Z"), Origin.SAFETY, false);
        Retention rule = new Retention(1, 0, 0, 0, 0, Optional.of(Duration.ofDays(90)), BERLIN);
        RetentionDecision d = rule.decide(
                List.of(pinned, named, first, open, newest, safety),
                Set.of(open.snapshot().id()),
                NOW);
        assertThat(d.delete()).containsExactly(safety);
        assertThat(d.keep())
                .extracting(k -> Set.copyOf(k.reasons()))
                .containsExactly(
                        Set.of(Reason.PINNED),
                        Set.of(Reason.NEWEST, Reason.LAST),
                        Set.of(Reason.USER),
                        Set.of(Reason.BASELINE),
                        Set.of(Reason.IN_USE));
    }

    @Test
    void ageAloneKeepsTheYoungAndAlwaysTheNewest() {
        Retention week = new Retention(0, 0, 0, 0, 0, Optional.of(Duration.ofDays(7)), BERLIN);
        List<NodeSnapshot> some = list("2026-10-31T00:00:00Z", "2026-10-25T12:00:00Z", "2026-10-25T11:59:59Z");
        assertThat(week.decide(some, Set.of(), NOW).delete()).containsExactly(some.get(2));
        List<NodeSnapshot> old = list("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
        assertThat(week.decide(old, Set.of(), NOW).delete()).containsExactly(old.get(0));
    }

    @Test
    void ageOverridesTheCounts() {
        Retention rule = new Retention(0, 0, 9, 0, 0, Optional.of(Duration.ofDays(2)), BERLIN);
        List<NodeSnapshot> days = list("2026-10-31T12:00:00Z", "2026-10-30T13:00:00Z", "2026-10-29T12:00:00Z");
        assertThat(rule.decide(days, Set.of(), NOW).delete()).containsExactly(days.get(2));
    }

    @Test
    void theRepeatedHourOfAutumnIsTwoHours() {
        // In Berlin the clock shows 02:30 at 00:30Z and again at 01:30Z.
        List<NodeSnapshot> night =
                list("2026-10-25T00:30:00Z", "2026-10-25T00:40:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
        assertThat(counts(0, 9, 0, 0, 0).decide(night, Set.of(), NOW).delete()).containsExactly(night.get(0));
    }

    @Test
    void aDayIsTheZonesDay() {
        // 25 hours long in Berlin: from 22:00Z on the 24th to 23:00Z on the 25th.
        List<NodeSnapshot> day =
                list("2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z");
        assertThat(counts(0, 0, 9, 0, 0).decide(day, Set.of(), NOW).delete()).containsExactly(day.get(1));
        // 23 hours in spring: from 23:00Z on the 28th to 22:00Z on the 29th.
        List<NodeSnapshot> spring =
                list("2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z");
        assertThat(counts(0, 0, 9, 0, 0).decide(spring, Set.of(), NOW).delete()).containsExactly(spring.get(1));
    }

    @Test
    void aWeekBeginsOnMondayAlsoOverTheNewYear() {
        // 2026-12-31 is a Thursday of week 53; 2027-01-03 its Sunday.
        List<NodeSnapshot> turn = list("2026-12-31T12:00:00Z", "2027-01-03T12:00:00Z", "2027-01-04T12:00:00Z");
        Instant then = Instant.parse("2027-01-05T00:00:00Z");
        assertThat(counts(0, 0, 0, 9, 0).decide(turn, Set.of(), then).delete()).containsExactly(turn.get(0));
        assertThat(counts(0, 0, 0, 0, 9).decide(turn, Set.of(), then).delete()).containsExactly(turn.get(1));
    }

    @Test
    void onlyBucketsThatHoldSomethingCount() {
        List<NodeSnapshot> sparse = list("2026-10-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-01-01T00:00:00Z");
        assertThat(counts(0, 0, 0, 0, 2).decide(sparse, Set.of(), NOW).delete()).containsExactly(sparse.get(2));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> counts(-1, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retention(0, 0, 0, 0, 0, Optional.of(Duration.ZERO), BERLIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Retention counts(int last, int hourly, int daily, int weekly, int monthly) {
        return new Retention(last, hourly, daily, weekly, monthly, Optional.empty(), BERLIN);
    }

    private static List<NodeSnapshot> list(String... times) {
        return Arrays.stream(times).map(SampleNodes::taken).toList();
    }
}
