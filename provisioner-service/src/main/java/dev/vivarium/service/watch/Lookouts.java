package dev.vivarium.service.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What the watches of all instances saw of hypervisors, with the events that it became. */
public final class Lookouts {
    private final Database database;
    private final Events events;
    private final Clock clock;

    /** In this database. */
    public Lookouts(Database database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Whether a hypervisor answers; empty if nobody has looked yet. */
    public Optional<HypervisorHealth> health(String hypervisor) {
        return database.read(h -> health(h, hypervisor));
    }

    /** Its strays, by id. */
    public List<Stray> strays(String hypervisor) {
        return database.read(h -> strays(h, hypervisor));
    }

    /** The stray of this id, if one is known. */
    public Optional<Stray> stray(String hypervisor, NodeId node) {
        return strays(hypervisor).stream().filter(s -> s.node().equals(node)).findFirst();
    }

    /** It answered, and these are its strays now. */
    void up(String hypervisor, List<Machine> strays) {
        database.write(h -> {
            Instant now = clock.instant();
            Optional<HypervisorHealth> before = health(h, hypervisor);
            if (before.isPresent() && !before.get().up()) {
                events.add(Event.draft(EventType.HYPERVISOR_UP)
                        .state("up")
                        .text("hypervisor '" + hypervisor + "' answers again, after it was down since "
                                + before.get().since())
                        .event());
            }
            Instant since = before.filter(HypervisorHealth::up)
                    .map(HypervisorHealth::since)
                    .orElse(now);
            put(h, new HypervisorHealth(hypervisor, true, since, Optional.of(now), now, Optional.empty()));
            replace(h, hypervisor, strays, now);
            return h;
        });
    }

    /** It did not answer. */
    void down(String hypervisor, String problem) {
        database.write(h -> {
            Instant now = clock.instant();
            Optional<HypervisorHealth> before = health(h, hypervisor);
            boolean already = before.filter(b -> !b.up()).isPresent();
            if (!already) {
                events.add(Event.draft(EventType.HYPERVISOR_DOWN)
                        .state("down")
                        .text("hypervisor '" + hypervisor + "' does not answer: " + problem)
                        .event());
            }
            Instant since = already ? before.get().since() : now;
            Optional<Instant> seenAt = before.flatMap(HypervisorHealth::seenAt);
            put(h, new HypervisorHealth(hypervisor, false, since, seenAt, now, Optional.of(problem)));
            return h;
        });
    }

    private void replace(Handle h, String hypervisor, List<Machine> found, Instant now) {
        List<Stray> known = strays(h, hypervisor);
        Set<NodeId> there = found.stream().map(Machine::node).collect(Collectors.toSet());
        known.stream()
                .filter(s -> !there.contains(s.node()))
                .forEach(s -> h.execute(
                        "DELETE FROM strays WHERE hypervisor = ? AND node_id = ?",
                        hypervisor,
                        s.node().toString()));
        for (Machine machine : found) {
            boolean isNew = known.stream().noneMatch(s -> s.node().equals(machine.node()));
            put(h, hypervisor, Stray.of(machine, now));
            if (isNew) {
                events.add(Event.draft(EventType.STRAY_FOUND)
                        .node(machine.node())
                        .text("hypervisor '" + hypervisor + "' has a machine of ours (" + machine.ref()
                                + ") that no node accounts for")
                        .event());
            }
        }
    }

    private static Optional<HypervisorHealth> health(Handle h, String hypervisor) {
        return h.createQuery("SELECT * FROM hypervisor_health WHERE name = :name")
                .bind("name", hypervisor)
                .map((row, context) -> new HypervisorHealth(
                        row.getString("name"),
                        row.getString("state").equals("up"),
                        Instant.ofEpochMilli(row.getLong("since")),
                        time(row, "seen_at"),
                        Instant.ofEpochMilli(row.getLong("looked_at")),
                        Optional.ofNullable(row.getString("problem"))))
                .findOne();
    }

    private static void put(Handle h, HypervisorHealth health) {
        h.createUpdate("INSERT INTO hypervisor_health (name, state, since, seen_at, looked_at, problem)"
                        + " VALUES (:name, :state, :since, :seen, :looked, :problem) ON CONFLICT (name) DO UPDATE SET"
                        + " state = excluded.state, since = excluded.since, seen_at = excluded.seen_at,"
                        + " looked_at = excluded.looked_at, problem = excluded.problem")
                .bind("name", health.name())
                .bind("state", health.up() ? "up" : "down")
                .bind("since", health.since().toEpochMilli())
                .bind("seen", health.seenAt().map(Instant::toEpochMilli).orElse(null))
                .bind("looked", health.lookedAt().toEpochMilli())
                .bind("problem", health.problem().orElse(null))
                .execute();
    }

    private static List<Stray> strays(Handle h, String hypervisor) {
        return h.createQuery("SELECT * FROM strays WHERE hypervisor = :hypervisor ORDER BY node_id")
                .bind("hypervisor", hypervisor)
                .map((row, context) -> new Stray(
                        NodeId.parse(row.getString("node_id")),
                        row.getString("ref"),
                        Power.valueOf(row.getString("power")),
                        texts(row.getString("addresses")),
                        Instant.ofEpochMilli(row.getLong("first_seen_at"))))
                .list();
    }

    private static void put(Handle h, String hypervisor, Stray stray) {
        h.createUpdate("INSERT INTO strays (hypervisor, node_id, ref, power, addresses, first_seen_at)"
                        + " VALUES (:hypervisor, :node, :ref, :power, :addresses, :first)"
                        + " ON CONFLICT (hypervisor, node_id) DO UPDATE SET ref = excluded.ref, power = excluded.power,"
                        + " addresses = excluded.addresses")
                .bind("hypervisor", hypervisor)
                .bind("node", stray.node().toString())
                .bind("ref", stray.ref())
                .bind("power", stray.power().name())
                .bind("addresses", new String(WireJson.bytes(stray.addresses()), StandardCharsets.UTF_8))
                .bind("first", stray.firstSeenAt().toEpochMilli())
                .execute();
    }

    private static List<String> texts(String json) {
        List<String> texts = new ArrayList<>();
        WireJson.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class).forEach(t -> texts.add(t.asText()));
        return texts;
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
