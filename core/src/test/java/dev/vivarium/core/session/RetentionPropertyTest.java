package dev.vivarium.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.RetentionDecision.Kept;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for any snapshots and any rule; each case is a seed, so that a failure can be repeated. */
final class RetentionPropertyTest {
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("Australia/Lord_Howe"));
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private record Case(List<NodeSnapshot> snapshots, Set<SnapshotId> inUse, Retention rule) {
        static Case of(long seed) {
            Random random = new Random(seed);
            List<NodeSnapshot> snapshots = new ArrayList<>();
            Set<SnapshotId> inUse = new HashSet<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                Instant at = NOW.minusSeconds((long) (Math.pow(random.nextDouble(), 3) * 400 * 86_400));
                var origins = NodeSnapshot.Origin.values();
                snapshots.add(SampleNodes.taken(at, origins[random.nextInt(origins.length)], random.nextInt(8) == 0));
                if (random.nextInt(10) == 0) {
                    inUse.add(snapshots.get(snapshots.size() - 1).snapshot().id());
                }
            }
            Optional<Duration> age =
                    random.nextBoolean() ? Optional.of(Duration.ofDays(1 + random.nextInt(300))) : Optional.empty();
            Retention rule = new Retention(
                    random.nextInt(4),
                    random.nextInt(4),
                    random.nextInt(4),
                    random.nextInt(4),
                    random.nextInt(4),
                    age,
                    ZONES.get(random.nextInt(ZONES.size())));
            return new Case(snapshots, inUse, rule);
        }

        RetentionDecision decide() {
            return rule.decide(snapshots, inUse, NOW);
        }

        boolean isProtected(NodeSnapshot s) {
            return s.pinned()
                    || s.origin() == NodeSnapshot.Origin.USER
                    || s.origin() == NodeSnapshot.Origin.BASELINE
                    || inUse.contains(s.snapshot().id());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySnapshotIsDecidedOnceAndNoProtectedOneGoes(long seed) {
        Case c = Case.of(seed);
        RetentionDecision d = c.decide();
        List<NodeSnapshot> all = new ArrayList<>(d.delete());
        d.keep().forEach(k -> all.add(k.snapshot()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(c.snapshots());
        assertThat(d.delete()).noneMatch(c::isProtected);
        assertThat(d.keep()).allMatch(k -> !k.reasons().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfTheListDoesNotMatter(long seed) {
        Case c = Case.of(seed);
        List<NodeSnapshot> shuffled = new ArrayList<>(c.snapshots());
        Collections.shuffle(shuffled, new Random(~seed));
        assertThat(new Case(shuffled, c.inUse(), c.rule()).decide()).isEqualTo(c.decide());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decidingAgainAfterTheDeletionDeletesNothing(long seed) {
        Case c = Case.of(seed);
        List<NodeSnapshot> left = c.decide().keep().stream().map(Kept::snapshot).toList();
        assertThat(new Case(left, c.inUse(), c.rule()).decide().delete()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theRulesKeepNoMoreThanTheyMayAndAlwaysTheNewest(long seed) {
        Case c = Case.of(seed);
        RetentionDecision d = c.decide();
        List<NodeSnapshot> byRule = d.keep().stream()
                .map(Kept::snapshot)
                .filter(s -> !c.isProtected(s))
                .toList();
        Retention r = c.rule();
        int most = r.last() + r.hourly() + r.daily() + r.weekly() + r.monthly();
        if (most > 0) {
            assertThat(byRule).hasSizeLessThanOrEqualTo(Math.max(1, most));
        }
        Instant newestDeleted = d.delete().stream()
                .map(s -> s.snapshot().takenAt())
                .reduce(Instant.MIN, (a, b) -> a.isAfter(b) ? a : b);
        if (!d.delete().isEmpty()) {
            assertThat(byRule.get(0).snapshot().takenAt()).isAfterOrEqualTo(newestDeleted);
        }
    }
}
