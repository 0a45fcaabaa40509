package dev.vivarium.service.store;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseHolder;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who works on which node, until when. A lease that ran out and that nobody took over is renewed by whoever had it: nothing
 * was done to the node in between.
 */
final class SqlLeases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlLeases.class);
    private static final String OURS = "node_id = :lease_node AND holder = :lease_holder AND token = :lease_token";

    private final Database database;
    private final LeaseSettings settings;
    private final LeaseTime time;
    private final String holder;
    private final Map<NodeId, Held> held = new ConcurrentHashMap<>();
    private final Heartbeat heartbeat;

    SqlLeases(Database database, LeaseSettings settings) {
        this.database = database;
        this.settings = settings;
        this.time = new LeaseTime(database.dialect(), settings.clock());
        this.holder = settings.instance();
        letGo(h -> h.createUpdate("UPDATE leases SET holder = '', expires_at = 0 WHERE holder = :lease_holder")
                .bind("lease_holder", holder)
                .execute());
        this.heartbeat = new Heartbeat("vivarium-leases", settings.renewed(), this::renew);
    }

    Dialect dialect() {
        return database.dialect();
    }

    /** The token under which this instance works on the node; it may be lost without being known to be. */
    Optional<Long> token(NodeId node) {
        return Optional.ofNullable(held.get(node)).map(h -> h.token);
    }

    Optional<Journal.Lease> tryTake(NodeId node) {
        Held mine = new Held(node);
        if (held.putIfAbsent(node, mine) != null) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Optional<Long> token = database.writeOne(h -> take(h, node));
            mine.token = token.orElse(0L);
            taken = token.isPresent();
            return taken ? Optional.of(mine) : Optional.empty();
        } finally {
            if (!taken) {
                held.remove(node, mine);
            }
        }
    }

    private Optional<Long> take(Handle h, NodeId node) {
        return time.bind(h.createQuery("INSERT INTO leases (node_id, holder, token, since, expires_at)"
                        + " VALUES (:node, :holder, 1, " + time.now() + ", " + time.now() + " + :lasts)"
                        + " ON CONFLICT (node_id) DO UPDATE SET holder = excluded.holder, token = leases.token + 1,"
                        + " since = excluded.since, expires_at = excluded.expires_at"
                        + " WHERE leases.expires_at <= " + time.now() + " RETURNING token"))
                .bind("node", node.toString())
                .bind("holder", holder)
                .bind("lasts", settings.lasts().toMillis())
                .mapTo(Long.class)
                .findOne();
    }

    Optional<LeaseHolder> holder(NodeId node) {
        return database.read(h -> time.bind(h.createQuery(
                        "SELECT holder, since FROM leases WHERE node_id = :node" + " AND expires_at > " + time.now()))
                .bind("node", node.toString())
                .map((row, context) ->
                        new LeaseHolder(0, Instant.ofEpochMilli(row.getLong(2)), Optional.of(row.getString(1))))
                .findOne());
    }

    /**
     * Writes one statement for the node, under its lease if this instance works on it.
     *
     * @param work returns how many rows were written: none if the fence refused
     * @throws LeaseLost if another instance has the node now
     */
    void write(NodeId node, Function<Fence, Integer> work) {
        fenced(node, fence -> database.writeOne(h -> work.apply(new Fence(h, fence))));
    }

    /** The same with several statements in one transaction; the first one is fenced. */
    void writeAll(NodeId node, Function<Fence, Integer> work) {
        fenced(node, fence -> database.writeBeside(h -> work.apply(new Fence(h, fence))));
    }

    private void fenced(NodeId node, Function<Optional<Fence.Token>, Integer> write) {
        Held lease = held.get(node);
        Optional<Fence.Token> fence = Optional.ofNullable(lease).map(Held::fence);
        int written = write.apply(fence);
        if (written == 0 && lease != null) {
            lease.renewOrLose();
            if (write.apply(fence) == 0) {
                throw lease.lost();
            }
        }
    }

    /** Removes the node's record. */
    void remove(NodeId node) {
        Held lease = held.get(node);
        database.writeBeside(h -> {
            if (lease != null && !holds(h, lease, dialect().forShare())) {
                throw lease.lost();
            }
            return h.createUpdate("DELETE FROM nodes WHERE id = :id")
                    .bind("id", node.toString())
                    .execute();
        });
    }

    private boolean holds(Handle h, Held lease, String lock) {
        return time.bind(lease.bind(
                        h.createQuery("SELECT 1 FROM leases WHERE " + OURS + " AND expires_at > " + time.now() + lock)))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Renews those that are worked under, and finds those that others have by now. What could not be given back runs out. */
    private void renew() {
        List<Held> mine =
                held.values().stream().filter(lease -> lease.token != 0).toList();
        if (!mine.isEmpty()) {
            database.writeBeside(
                    h -> mine.stream().mapToInt(lease -> prolong(h, lease)).sum());
        }
        held.values().stream()
                .filter(lease -> database.read(h -> isTaken(h, lease)))
                .forEach(lease -> lease.isLost = true);
    }

    private int prolong(Handle h, Held lease) {
        return time.bind(lease.bind(
                        h.createUpdate("UPDATE leases SET expires_at = " + time.now() + " + :lasts WHERE " + OURS)))
                .bind("lasts", settings.lasts().toMillis())
                .execute();
    }

    private boolean isTaken(Handle h, Held lease) {
        return h.createQuery("SELECT token FROM leases WHERE node_id = :node")
                .bind("node", lease.node.toString())
                .mapTo(Long.class)
                .findOne()
                .filter(token -> lease.token != 0 && token != lease.token)
                .isPresent();
    }

    private void letGo(Function<Handle, Integer> update) {
        database.writeOne(update);
    }

    @Override
    public void close() {
        heartbeat.close();
        held.values().forEach(Held::close);
    }

    /** One lease of this instance. */
    private final class Held implements Journal.Lease {
        private final NodeId node;
        private volatile long token;
        private volatile boolean isLost;

        Held(NodeId node) {
            this.node = node;
        }

        Fence.Token fence() {
            return new Fence.Token(node.toString(), holder, token, time);
        }

        <S extends SqlStatement<S>> S bind(S statement) {
            return statement
                    .bind("lease_node", node.toString())
                    .bind("lease_holder", holder)
                    .bind("lease_token", token);
        }

        @Override
        public void check() {
            try {
                if (!database.read(h -> holds(h, this, ""))) {
                    renewOrLose();
                }
            } catch (VivariumException e) {
                throw new LeaseLost("cannot ask who works on node " + node + ": " + e.message(), e);
            }
        }

        @Override
        public boolean isLost() {
            return isLost;
        }

        /** It may only have run out. */
        void renewOrLose() {
            int renewed = database.writeOne(h -> prolong(h, this));
            if (renewed == 0) {
                throw lost();
            }
        }

        LeaseLost lost() {
            isLost = true;
            return new LeaseLost("another instance works on node " + node + " now");
        }

        /** What cannot be let go of now runs out by itself. */
        @Override
        public void close() {
            try {
                letGo(h -> bind(h.createUpdate("UPDATE leases SET holder = '', expires_at = 0 WHERE " + OURS))
                        .execute());
            } catch (VivariumException e) {
                LOG.warn("The lease of node {} could not be given back and runs out: {}", node, e.message());
            } finally {
                held.remove(node, this);
            }
        }
    }
}
