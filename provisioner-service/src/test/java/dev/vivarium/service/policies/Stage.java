package dev.vivarium.service.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.access.Audit;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.faults.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions and policies over one database, by a clock that the test moves; a process may end and another one begin. */
final class Stage implements AutoCloseable {
    final VirtualClock clock;
    final Database database;
    final PaperNodes nodes;
    final List<SessionRecord> told = new ArrayList<>();
    private long passed;
    private OpenSessions sessions;
    private Policies policies;
    private Clockwork clockwork;

    Stage(DatabaseSettings settings, String start) {
        clock = new VirtualClock(Instant.parse(start));
        database = Database.open(settings);
        nodes = new PaperNodes(database, clock);
        Instance instance = new Instance(clock, nodes);
        sessions = instance.sessions();
        policies = instance.policies();
        clockwork = instance.clockwork();
        sessions.onChange((before, after) -> told.add(after));
    }

    /** What one process consists of. */
    final class Instance {
        private final OpenSessions itsSessions;
        private final Policies itsPolicies;
        private final Clockwork itsClockwork;

        Instance(Clock itsClock, SessionWork work) {
            itsSessions = new OpenSessions(database, work, itsClock);
            itsPolicies = new Policies(
                    database, itsSessions, work, nodes::withLabels, new Audit(database, itsClock), itsClock);
            itsClockwork = new Clockwork(itsSessions, itsPolicies, itsClock, () -> passed);
        }

        OpenSessions sessions() {
            return itsSessions;
        }

        Policies policies() {
            return itsPolicies;
        }

        Clockwork clockwork() {
            return itsClockwork;
        }
    }

    OpenSessions sessions() {
        return sessions;
    }

    Policies policies() {
        return policies;
    }

    /** The process dies, and another one begins. */
    void restart() {
        Instance instance = new Instance(clock, nodes);
        sessions = instance.sessions();
        policies = instance.policies();
        clockwork = instance.clockwork();
        sessions.onChange((before, after) -> told.add(after));
    }

    /** Time passes, and the clock shows it. */
    void pass(Duration time) {
        passed += time.toNanos();
        clock.advance(time);
    }

    /** Somebody sets the clock. */
    void set(String time) {
        clock.advance(Duration.between(clock.instant(), Instant.parse(time)));
    }

    /** Looks until nothing is left to do at this moment. */
    void look() {
        boolean more = true;
        while (more) {
            more = clockwork.tick();
        }
    }

    /** Lives on until then: looks every so often, and what is begun ends a little later. */
    void liveUntil(String end, Duration step) {
        while (clock.instant().isBefore(Instant.parse(end))) {
            pass(step);
            look();
            endAll();
        }
    }

    /** Everything that runs ends, and those who wait are told. */
    void endAll() {
        List<OperationId> ended = nodes.endAll();
        ended.forEach(sessions::operationEnded);
    }

    PolicyRecord policy(PolicySpec spec) {
        UUID id = UUID.nameUUIDFromBytes(spec.name().getBytes(StandardCharsets.UTF_8));
        return policies.put(id, spec).policy();
    }

    List<PolicyRun> runs(PolicyRecord policy) {
        List<PolicyRun> runs = new ArrayList<>(policies.runs(policy.id(), Optional.empty(), 10_000));
        Collections.reverse(runs);
        return runs;
    }

    /** A policy for these nodes at 9:00 of this zone, with no session. */
    static PolicySpec daily(String name, String cron, String zone, NodeId... nodes) {
        return new PolicySpec(
                name,
                Optional.empty(),
                new PolicySpec.Nodes(
                        Optional.of(Arrays.stream(nodes).map(NodeId::value).toList()), Optional.empty()),
                new PolicySpec.When(cron, Optional.of(zone)),
                Optional.of(Duration.ofMinutes(10)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with other members, as they are written on the wire. */
    static PolicySpec with(PolicySpec spec, Map<String, Object> members) {
        ObjectNode tree = (ObjectNode) WireJson.tree(spec);
        WireJson.tree(members).properties().forEach(e -> tree.set(e.getKey(), e.getValue()));
        return WireJson.read(WireJson.bytes(tree), PolicySpec.class);
    }

    @Override
    public void close() {
        database.close();
    }
}
