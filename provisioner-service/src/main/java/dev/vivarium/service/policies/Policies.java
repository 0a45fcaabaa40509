package dev.vivarium.service.policies;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.session.Timetable;
import dev.vivarium.core.session.Timetable.Look;
import dev.vivarium.core.session.Timetable.Missed;
import dev.vivarium.service.access.Audit;
import dev.vivarium.service.policies.PolicyRecord.Current;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.service.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The policies, and what they do when it is time. Safe for use by several threads and instances. */
public final class Policies {
    /** A transaction goes no further, so that others have their turn. */
    private static final int NODES_AT_ONCE = 20;
    /** What is older, and not among the last so many, is not told any more. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private static final int RUNS_REMEMBERED = 10_000;
    private static final int MOST_PREVIEWED = 100;

    private final Database database;
    private final OpenSessions sessions;
    private final SessionWork work;
    private final NodeChoice choice;
    private final Clock clock;
    private final PolicyRetention retention;
    private final PolicyRuns runs;

    /** Policies that open these sessions. */
    public Policies(
            Database database, OpenSessions sessions, SessionWork work, NodeChoice choice, Audit audit, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.work = work;
        this.choice = choice;
        this.clock = clock;
        this.retention = new PolicyRetention(database, sessions, work, audit, clock);
        this.runs = new PolicyRuns(database, sessions, work, retention, clock);
        sessions.onChange(runs);
    }

    /**
     * What {@link #put} made.
     *
     * @param isNew whether there was none of this id
     */
    public record Written(PolicyRecord policy, boolean isNew) {}

    /**
     * Makes the policy of this id, or replaces it.
     *
     * @throws VivariumException CONFLICT {@code policy.name} if another one has this name
     */
    public Written put(UUID id, PolicySpec spec) {
        return database.write(h -> {
            Instant now = clock.instant();
            if (PolicyTable.named(h, spec.name())
                    .filter(p -> !p.id().equals(id))
                    .isPresent()) {
                throw new VivariumException(
                        Kind.CONFLICT,
                        "policy.name",
                        "there is another policy '" + spec.name() + "'; choose another name");
            }
            Optional<PolicyRecord> known = PolicyTable.find(h, id);
            if (known.filter(p -> p.spec().equals(spec)).isPresent()) {
                return new Written(known.get(), false);
            }
            PolicyRecord policy = known.map(p -> p.spec(spec, now))
                    .orElseGet(() -> new PolicyRecord(id, spec, now, now, now, Optional.empty()));
            if (known.isPresent()) {
                PolicyTable.update(h, policy, Optional.of(now));
            } else {
                PolicyTable.insert(h, policy, Optional.of(now));
            }
            return new Written(policy, known.isEmpty());
        });
    }

    /**
     * Removes a policy with its runs; sessions that it opened go on, snapshots stay.
     *
     * @throws VivariumException NOT_FOUND {@code policy.unknown}
     */
    public void delete(UUID id) {
        if (!database.write(h -> PolicyTable.delete(h, id))) {
            throw unknown(id);
        }
    }

    /**
     * The policy.
     *
     * @throws VivariumException NOT_FOUND {@code policy.unknown}
     */
    public PolicyRecord policy(UUID id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    /** The policy, if there is one. */
    public Optional<PolicyRecord> find(UUID id) {
        return database.read(h -> PolicyTable.find(h, id));
    }

    /** By name, after this one. */
    public List<PolicyRecord> list(Optional<String> after, int limit) {
        return database.read(h -> PolicyTable.list(h, after, limit));
    }

    /** What it did, newest first, after this position. */
    List<PolicyRun> runs(UUID id, Optional<RunTable.Position> after, int limit) {
        return database.read(h -> RunTable.list(h, id, after, limit));
    }

    /** The nodes that it is about now. */
    public List<NodeId> nodes(PolicySpec spec, int limit) {
        return nodes(spec.nodes(), Optional.empty(), limit);
    }

    /** What retention would delete now if the policy of this name were as this says. */
    public List<NodeSnapshot> wouldDelete(PolicySpec spec) {
        Optional<PolicyRecord> known = database.read(h -> PolicyTable.named(h, spec.name()));
        return known.stream()
                .flatMap(p -> nodes(spec, MOST_PREVIEWED).stream()
                        .flatMap(id -> work.node(id).stream())
                        .flatMap(node -> wouldDelete(p.id(), spec, node)))
                .toList();
    }

    private Stream<NodeSnapshot> wouldDelete(UUID id, PolicySpec spec, Node node) {
        return retention.decide(id, spec, node).delete().stream();
    }

    /** Does what is up, one transaction after another. */
    public void goOn(UUID id) {
        boolean more = true;
        while (more) {
            more = database.write(
                    h -> PolicyTable.find(h, id).map(p -> goOn(h, p)).orElse(false));
        }
    }

    /** The policies that are to be looked at. */
    public List<UUID> due(int limit) {
        return database.read(h -> PolicyTable.toWake(h, clock.instant(), limit));
    }

    /** After a failure: the policy is looked at later, so that others have their turn. */
    public void postpone(UUID id, Instant until) {
        database.write(h -> h.execute(
                "UPDATE policies SET wake_at = ? WHERE id = ? AND wake_at IS NOT NULL",
                until.toEpochMilli(),
                id.toString()));
    }

    /** All are looked at again, as the clock cannot be relied on. */
    public void wakeAll() {
        database.write(h -> h.execute("UPDATE policies SET wake_at = 0 WHERE wake_at IS NOT NULL"));
    }

    /** True if there is more to do at once. */
    private boolean goOn(Handle h, PolicyRecord from) {
        if (!from.spec().isEnabled()) {
            PolicyTable.update(h, from.current(Optional.empty()), Optional.empty());
            return false;
        }
        PolicyRecord policy = from;
        for (int left = NODES_AT_ONCE; left > 0; left--) {
            Timetable timetable = policy.spec().timetable();
            if (policy.current().isEmpty()) {
                Look look = timetable.look(policy.decidedUntil(), clock.instant());
                policy = decided(h, policy, look);
                if (!look.isDecision()) {
                    PolicyTable.update(h, policy, Optional.of(timetable.nextLook(policy.decidedUntil())));
                    return false;
                }
            }
            if (policy.current().isPresent()) {
                List<NodeId> nodes =
                        nodes(policy.spec().nodes(), policy.current().flatMap(Current::after), left);
                policy = begun(h, policy, nodes, nodes.size() < left);
                left -= nodes.size();
            }
        }
        PolicyTable.update(h, policy, Optional.of(clock.instant()));
        return true;
    }

    private static PolicyRecord decided(Handle h, PolicyRecord policy, Look look) {
        look.missed()
                .ifPresent(
                        m -> RunTable.insert(h, PolicyRun.skipped(policy.id(), Optional.empty(), m.last(), missed(m))));
        return policy.decided(look.decidedUntil())
                .current(look.run()
                        .map(due -> new Current(
                                due, look.missed().map(m -> "in place of those that were missed"), Optional.empty())));
    }

    private PolicyRecord begun(Handle h, PolicyRecord policy, List<NodeId> nodes, boolean areLast) {
        Current run = policy.current().orElseThrow();
        nodes.forEach(node -> runs.begin(h, policy, run, node));
        if (!areLast) {
            return policy.current(Optional.of(new Current(
                    run.dueAt(),
                    run.note(),
                    Optional.of(nodes.get(nodes.size() - 1).toString()))));
        }
        if (nodes.isEmpty() && run.after().isEmpty()) {
            RunTable.insert(
                    h,
                    PolicyRun.skipped(policy.id(), Optional.empty(), run.dueAt(), "there is no node that it is about"));
        }
        forgetOld(h, policy.id());
        return policy.current(Optional.empty());
    }

    /** By count as well, as a clock that jumped ahead must not make us forget what ran. */
    private void forgetOld(Handle h, UUID policy) {
        Instant old = clock.instant().minus(REMEMBERED);
        RunTable.dueOf(h, policy, RUNS_REMEMBERED).ifPresent(due -> {
            Instant before = due.isBefore(old) ? due : old;
            RunTable.forgetBefore(h, policy, before);
            sessions.forgetBefore(policy, before);
        });
    }

    /** In the order of the ids' text, after this one. */
    private List<NodeId> nodes(PolicySpec.Nodes wanted, Optional<String> after, int limit) {
        TreeSet<String> found = new TreeSet<>();
        wanted.ids().orElse(List.of()).stream()
                .map(UUID::toString)
                .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
                .forEach(found::add);
        Map<String, String> labels = wanted.labels().orElse(Map.of());
        if (!labels.isEmpty()) {
            choice.withLabels(labels, after.map(NodeId::parse), limit).forEach(id -> found.add(id.toString()));
        }
        return found.stream().limit(limit).map(NodeId::parse).toList();
    }

    private static String missed(Missed missed) {
        String count = missed.count() < Timetable.MOST_COUNTED ? String.valueOf(missed.count()) : "more than 999";
        return missed.count() == 1
                ? "nothing ran it in time"
                : count + " runs from " + missed.first() + " on were not run in time";
    }

    private static VivariumException unknown(UUID id) {
        return new VivariumException(Kind.NOT_FOUND, "policy.unknown", "there is no policy " + id);
    }
}
