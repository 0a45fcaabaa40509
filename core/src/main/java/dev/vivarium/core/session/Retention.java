package dev.vivarium.core.session;

import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.RetentionDecision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which snapshots of one node stay. A snapshot stays if it is protected (pinned, taken by name, the baseline, or in use)
 * or if one of the rules asks for it; {@code maxAge} then takes away what the rules kept for too long. The rules count only
 * the snapshots that they may delete, and the newest of those always stays. With no rule at all everything stays.
 *
 * <p>Hours, days, weeks (from Monday) and months are those of {@code zone}: a day has 23 or 25 hours where the clock says
 * so, and the hour that a clock repeats in autumn counts twice.
 *
 * @param last how many of the newest stay
 * @param hourly for how many hours that have one the newest stays; likewise days, weeks, months
 * @param maxAge older ones go whatever the counts say; if it is the only rule, younger ones all stay
 */
public record Retention(
        int last, int hourly, int daily, int weekly, int monthly, Optional<Duration> maxAge, ZoneId zone) {

    private static final Comparator<NodeSnapshot> OLDEST_FIRST = Comparator.comparing(
                    (NodeSnapshot s) -> s.snapshot().takenAt())
            .thenComparing(s -> s.snapshot().id());

    /** @throws IllegalArgumentException if a count is negative or the age not positive */
    public Retention {
        if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0) {
            throw new IllegalArgumentException("how many snapshots stay cannot be negative");
        }
        if (maxAge.filter(age -> age.compareTo(Duration.ZERO) <= 0).isPresent()) {
            throw new IllegalArgumentException("the greatest age of a snapshot must be positive");
        }
    }

    /** Everything stays. */
    public static Retention keepAll() {
        return new Retention(0, 0, 0, 0, 0, Optional.empty(), ZoneId.of("UTC"));
    }

    /**
     * Decides.
     *
     * @param snapshots of one node, in any order
     * @param inUse what open sessions started from, or will go back to
     */
    public RetentionDecision decide(List<NodeSnapshot> snapshots, Set<SnapshotId> inUse, Instant now) {
        List<NodeSnapshot> newestFirst =
                snapshots.stream().sorted(OLDEST_FIRST.reversed()).toList();
        Map<SnapshotId, EnumSet<Reason>> reasons = new HashMap<>();
        newestFirst.forEach(s -> reasons.put(s.snapshot().id(), protection(s, inUse)));
        List<NodeSnapshot> candidates = newestFirst.stream()
                .filter(s -> reasonsOf(reasons, s).isEmpty())
                .toList();
        applyRules(candidates, reasons, now);

        List<RetentionDecision.Kept> keep = new ArrayList<>();
        List<NodeSnapshot> delete = new ArrayList<>();
        for (NodeSnapshot s : newestFirst) {
            Set<Reason> why = reasonsOf(reasons, s);
            if (why.isEmpty()) {
                delete.add(0, s);
            } else {
                keep.add(new RetentionDecision.Kept(s, why));
            }
        }
        return new RetentionDecision(keep, delete);
    }

    private static EnumSet<Reason> protection(NodeSnapshot s, Set<SnapshotId> inUse) {
        EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
        if (s.pinned()) {
            reasons.add(Reason.PINNED);
        }
        if (s.origin() == NodeSnapshot.Origin.USER) {
            reasons.add(Reason.USER);
        }
        if (s.origin() == NodeSnapshot.Origin.BASELINE) {
            reasons.add(Reason.BASELINE);
        }
        if (inUse.contains(s.snapshot().id())) {
            reasons.add(Reason.IN_USE);
        }
        return reasons;
    }

    private void applyRules(List<NodeSnapshot> newestFirst, Map<SnapshotId, EnumSet<Reason>> reasons, Instant now) {
        if (last + hourly + daily + weekly + monthly == 0) {
            Reason reason = maxAge.isPresent() ? Reason.YOUNG : Reason.NO_RULE;
            newestFirst.forEach(s -> reasonsOf(reasons, s).add(reason));
        }
        newestFirst.stream().limit(last).forEach(s -> reasonsOf(reasons, s).add(Reason.LAST));
        bucket(
                newestFirst,
                reasons,
                hourly,
                Reason.HOURLY,
                t -> t.truncatedTo(ChronoUnit.HOURS).toInstant());
        bucket(newestFirst, reasons, daily, Reason.DAILY, ZonedDateTime::toLocalDate);
        bucket(newestFirst, reasons, weekly, Reason.WEEKLY, Retention::week);
        bucket(newestFirst, reasons, monthly, Reason.MONTHLY, YearMonth::from);
        maxAge.ifPresent(age -> newestFirst.stream()
                .filter(s -> s.snapshot().takenAt().isBefore(now.minus(age)))
                .forEach(s -> reasonsOf(reasons, s).clear()));
        newestFirst.stream().limit(1).forEach(s -> reasonsOf(reasons, s).add(Reason.NEWEST));
    }

    /** Keeps the newest of each of the last {@code count} buckets that hold any. */
    private void bucket(
            List<NodeSnapshot> newestFirst,
            Map<SnapshotId, EnumSet<Reason>> reasons,
            int count,
            Reason reason,
            Function<ZonedDateTime, Object> keyOf) {
        Map<Object, NodeSnapshot> newest = new LinkedHashMap<>();
        newestFirst.forEach(
                s -> newest.putIfAbsent(keyOf.apply(s.snapshot().takenAt().atZone(zone)), s));
        newest.values().stream().limit(count).forEach(s -> reasonsOf(reasons, s).add(reason));
    }

    private static Object week(ZonedDateTime time) {
        return List.of(time.get(IsoFields.WEEK_BASED_YEAR), time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static EnumSet<Reason> reasonsOf(Map<SnapshotId, EnumSet<Reason>> reasons, NodeSnapshot s) {
        return reasons.getOrDefault(s.snapshot().id(), EnumSet.noneOf(Reason.class));
    }
}
