package dev.vivarium.service.policies;

import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.session.CatchUp;
import dev.vivarium.core.session.Overlap;
import dev.vivarium.core.session.Retention;
import dev.vivarium.core.session.Schedule;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import dev.vivarium.core.session.Timetable;
import dev.vivarium.service.sessions.Before;
import dev.vivarium.service.sessions.SessionTerms;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A policy as somebody wrote it, on the wire and in the store; what is absent has a default.
 *
 * @param name unique among policies
 * @param enabled true unless said otherwise
 * @param nodes which nodes
 * @param schedule when sessions start
 * @param lead how long before that the preparation begins; at once by default
 * @param session whether a session is opened; by default if it says when or how it ends
 * @param before what happens first; a snapshot by default
 * @param onFailure {@code block} by default
 * @param endsAfter sessions end by themselves then
 * @param after what happens when they end; {@code keep} by default
 * @param retention which of the policy's snapshots stay; all by default
 * @param catchUp {@code once} by default
 * @param overlap {@code skip} by default
 */
public record PolicySpec(
        String name,
        Optional<Boolean> enabled,
        Nodes nodes,
        When schedule,
        Optional<Duration> lead,
        Optional<Boolean> session,
        Optional<Before> before,
        Optional<OnFailure> onFailure,
        Optional<Duration> endsAfter,
        Optional<AfterSession> after,
        Optional<Keep> retention,
        Optional<CatchUp> catchUp,
        Optional<Overlap> overlap) {
    private static final int LONGEST_NAME = 63;
    private static final int MOST_NODES = 1000;
    private static final int MOST_KEPT = 10_000;
    private static final Duration OLDEST = Duration.ofDays(36_600);

    /** @throws IllegalArgumentException with what is wrong or does not fit together */
    public PolicySpec {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a policy's name has 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
        timetable(schedule, lead, catchUp);
        terms(session, before, onFailure, endsAfter, after, schedule);
        retention.ifPresent(keep -> keep.rule(schedule.place()));
    }

    /**
     * Which nodes: these, and all that have these labels.
     *
     * @param ids by id
     * @param labels all of which a node must have
     */
    public record Nodes(Optional<List<UUID>> ids, Optional<Map<String, String>> labels) {
        /** @throws IllegalArgumentException if it is none, or too many */
        public Nodes {
            if (ids.map(List::isEmpty).orElse(true) && labels.map(Map::isEmpty).orElse(true)) {
                throw new IllegalArgumentException("say for which nodes: ids, or labels");
            }
            if (ids.map(List::size).orElse(0) > MOST_NODES) {
                throw new IllegalArgumentException("at most " + MOST_NODES + " nodes can be named; use a label");
            }
            labels.ifPresent(Nodes::check);
        }

        private static void check(Map<String, String> labels) {
            try {
                Labels.checked(labels);
            } catch (VivariumException e) {
                throw new IllegalArgumentException(e.message(), e);
            }
        }
    }

    /**
     * When.
     *
     * @param cron five fields
     * @param zone whose clock; UTC by default
     */
    public record When(String cron, Optional<String> zone) {
        /** For the decisions. */
        public Schedule schedule() {
            return Schedule.of(cron, zone.orElse("UTC"));
        }

        ZoneId place() {
            return schedule().zone();
        }
    }

    /** Which snapshots stay. */
    public record Keep(
            Optional<Integer> last,
            Optional<Integer> hourly,
            Optional<Integer> daily,
            Optional<Integer> weekly,
            Optional<Integer> monthly,
            Optional<Duration> maxAge) {

        Retention rule(ZoneId zone) {
            if (maxAge.filter(age -> age.compareTo(OLDEST) > 0).isPresent()) {
                throw new IllegalArgumentException("maxAge is a time such as P30D, of at most a hundred years");
            }
            return new Retention(count(last), count(hourly), count(daily), count(weekly), count(monthly), maxAge, zone);
        }

        private static int count(Optional<Integer> value) {
            if (value.orElse(0) > MOST_KEPT) {
                throw new IllegalArgumentException("retention keeps at most " + MOST_KEPT);
            }
            return value.orElse(0);
        }
    }

    /** When runs are up. */
    public Timetable timetable() {
        return timetable(schedule, lead, catchUp);
    }

    /** What its sessions are. */
    public SessionTerms terms() {
        return terms(session, before, onFailure, endsAfter, after, schedule);
    }

    /** Which of its snapshots stay. */
    public Retention rule() {
        return retention.map(keep -> keep.rule(schedule.place())).orElseGet(Retention::keepAll);
    }

    /** True unless it was switched off. */
    public boolean isEnabled() {
        return enabled.orElse(true);
    }

    private static Timetable timetable(When schedule, Optional<Duration> lead, Optional<CatchUp> catchUp) {
        return new Timetable(schedule.schedule(), lead.orElse(Duration.ZERO), catchUp.orElse(CatchUp.ONCE));
    }

    private static SessionTerms terms(
            Optional<Boolean> session,
            Optional<Before> before,
            Optional<OnFailure> onFailure,
            Optional<Duration> endsAfter,
            Optional<AfterSession> after,
            When schedule) {
        AfterSession end = after.orElse(AfterSession.KEEP);
        return new SessionTerms(
                before.orElseGet(Before::bestSnapshot),
                end,
                onFailure.orElse(OnFailure.BLOCK),
                endsAfter,
                session.orElse(endsAfter.isPresent() || end != AfterSession.KEEP),
                schedule.place().getId(),
                Map.of());
    }
}
