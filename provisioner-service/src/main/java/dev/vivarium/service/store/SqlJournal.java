package dev.vivarium.service.store;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseHolder;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The journal in a {@link Database}, shared by the instances that use it. The right to work on a node is a lease for a time,
 * renewed while this journal is open. Each holder has a higher token than the one before; what is written for a node that is
 * leased here is written only if that token still holds, and else ends as {@link dev.vivarium.core.journal.LeaseLost}.
 */
public final class SqlJournal implements Journal {
    private static final Comparator<Node> BY_NAME =
            Comparator.comparing(n -> n.spec().name());

    private final Database database;
    private final SqlLeases leases;
    private final CancelRequests cancels;
    private final SqlEntries entries;
    private final Consumer<OperationRecord> accepted;
    private final KnownNodes known = new KnownNodes();

    /**
     * Opens the journal in this database, which stays open when the journal is closed.
     *
     * @param accepted told of each operation within the transaction that accepts it
     */
    public SqlJournal(Database database, LeaseSettings settings, Consumer<OperationRecord> accepted) {
        this.database = database;
        this.leases = new SqlLeases(database, settings);
        this.cancels = new CancelRequests(database);
        this.entries = new SqlEntries(database, leases);
        this.accepted = accepted;
    }

    @Override
    public List<Node> nodes() {
        return database.read(h -> h
                .createQuery("SELECT version, document FROM nodes")
                .map((row, context) -> Documents.node(row.getInt(1), row.getString(2)))
                .stream()
                .sorted(BY_NAME)
                .toList());
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return node("id", id.toString());
    }

    @Override
    public Optional<Node> node(String name) {
        return node("name", name);
    }

    private Optional<Node> node(String column, String value) {
        return database.read(h -> h.createQuery(
                        "SELECT id, version, document FROM nodes WHERE " + column + " = :value ORDER BY id LIMIT 1")
                .bind("value", value)
                .map((row, context) -> known.node(row.getString(1), row.getInt(2), row.getString(3)))
                .findOne());
    }

    @Override
    public Set<String> macs() {
        return database.read(h -> Set.copyOf(h.createQuery("SELECT DISTINCT mac FROM nodes")
                .mapTo(String.class)
                .list()));
    }

    @Override
    public void put(Node node) {
        leases.write(node.id(), fence -> NodeRows.put(fence, node));
    }

    @Override
    public void remove(NodeId id) {
        leases.remove(id);
    }

    @Override
    public void accept(OperationRecord operation) {
        database.write(h -> {
            insert(h, operation);
            accepted.accept(operation);
            return operation;
        });
    }

    static void insert(Handle h, OperationRecord operation) {
        h.createUpdate("INSERT INTO operations (id, node_id, kind, accepted_at, version, document)"
                        + " VALUES (:id, :node, :kind, :at, :version, :document)")
                .bind("id", operation.id().toString())
                .bind("node", operation.node().toString())
                .bind("kind", operation.kind())
                .bind("at", operation.acceptedAt().toEpochMilli())
                .bind("version", operation.version())
                .bind("document", Documents.write(operation))
                .execute();
    }

    @Override
    public void append(OperationId id, Entry entry) {
        entries.append(id, List.of(entry));
        if (entry instanceof Entry.Ended) {
            cancels.forget();
        }
    }

    @Override
    public void append(OperationId id, List<Entry> all) {
        if (all.stream().anyMatch(Entry.Ended.class::isInstance)) {
            all.forEach(entry -> append(id, entry));
        } else if (!all.isEmpty()) {
            entries.append(id, all);
        }
    }

    @Override
    public List<OperationHistory> unfinished() {
        return database.read(h -> Histories.where(h, "o.ended_at IS NULL", Optional.empty()));
    }

    @Override
    public List<OperationHistory> unfinished(NodeId node) {
        return database.read(
                h -> Histories.where(h, "o.node_id = :key AND o.ended_at IS NULL", Optional.of(node.toString())));
    }

    @Override
    public Optional<OperationHistory> operation(OperationId id) {
        return database.read(h -> Histories.where(h, "o.id = :key", Optional.of(id.toString()))).stream()
                .findFirst();
    }

    @Override
    public List<OperationHistory> ended(NodeId node) {
        return database.read(
                h -> Histories.where(h, "o.node_id = :key AND o.ended_at IS NOT NULL", Optional.of(node.toString())));
    }

    @Override
    public void requestCancel(OperationId id) {
        cancels.request(id);
    }

    @Override
    public boolean cancelRequested(OperationId id) {
        return cancels.isRequested(id);
    }

    @Override
    public Optional<Lease> tryLease(NodeId node) {
        return leases.tryTake(node);
    }

    @Override
    public Optional<LeaseHolder> leaseHolder(NodeId node) {
        return leases.holder(node);
    }

    /**
     * Forgets operations that nobody will ask for: of each node those that ended before {@code before}, but for its newest 50;
     * of nodes that are gone all that ended before.
     *
     * @return how many
     */
    public int prune(Instant before) {
        return Pruning.prune(database, before);
    }

    /** Lets go of its leases. */
    @Override
    public void close() {
        leases.close();
    }
}
