package dev.vivarium.client.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a policy does, and when. Made by {@link #builder}.
 *
 * @param nodes these ids, or all nodes with these labels
 * @param lead how long before that the preparation begins
 * @param session open a session when it is due; otherwise only prepare the node
 * @param catchUp what becomes of runs that were missed while the service was down
 * @param overlap what becomes of a run while a session is open
 */
public record PolicySpec(
        String name,
        Optional<Boolean> enabled,
        Selection nodes,
        Schedule schedule,
        Optional<Duration> lead,
        Optional<Boolean> session,
        Optional<Before> before,
        Optional<OnFailure> onFailure,
        Optional<Duration> endsAfter,
        Optional<After> after,
        Optional<Retention> retention,
        Optional<CatchUp> catchUp,
        Optional<Overlap> overlap) {
    /** These nodes, or all with these labels. */
    public record Selection(List<UUID> ids, Map<String, String> labels) {
        public Selection {
            ids = Copies.list(ids);
            labels = Copies.map(labels);
        }

        /** These nodes. */
        public static Selection ids(List<UUID> ids) {
            return new Selection(ids, Map.of());
        }

        /** All nodes with these labels. */
        public static Selection labels(Map<String, String> labels) {
            return new Selection(List.of(), labels);
        }
    }

    /**
     * When a session starts.
     *
     * @param cron five fields: minute, hour, day of the month, month, day of the week. The time at which the session starts
     * @param zone such as Europe/Berlin
     */
    public record Schedule(String cron, Optional<String> zone) {
        /** At these times in this zone. */
        public static Schedule of(String cron, String zone) {
            return new Schedule(cron, Optional.of(zone));
        }
    }

    /** What becomes of runs that were missed while the service was down. */
    public enum CatchUp {
        ONCE,
        SKIP
    }

    /** What becomes of a run while a session is open. */
    public enum Overlap {
        SKIP,
        QUEUE
    }

    /** Begins with a name, the nodes and the schedule. */
    public static PolicySpecBuilder builder(String name, Selection nodes, Schedule schedule) {
        return new PolicySpecBuilder(name, nodes, schedule);
    }
}
