package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseHolder;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.util.List;
import java.util.Optional;

/** Another journal; what is written to it passes {@link #write}. */
abstract class JournalAround implements Journal {
    private final Journal journal;

    JournalAround(Journal journal) {
        this.journal = journal;
    }

    /** Called for each write. */
    abstract void write(Write write);

    /** One write. */
    interface Write {
        /** Does it. */
        void run();

        /** What it writes to an operation, if it does. */
        default Optional<Entry> entry() {
            return Optional.empty();
        }
    }

    @Override
    public void put(Node node) {
        write(() -> journal.put(node));
    }

    @Override
    public void remove(NodeId id) {
        write(() -> journal.remove(id));
    }

    @Override
    public void accept(OperationRecord operation) {
        write(() -> journal.accept(operation));
    }

    @Override
    public void append(OperationId id, Entry entry) {
        write(new Write() {
            @Override
            public void run() {
                journal.append(id, entry);
            }

            @Override
            public Optional<Entry> entry() {
                return Optional.of(entry);
            }
        });
    }

    @Override
    public List<Node> nodes() {
        return journal.nodes();
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return journal.node(id);
    }

    @Override
    public List<OperationHistory> unfinished() {
        return journal.unfinished();
    }

    @Override
    public Optional<OperationHistory> operation(OperationId id) {
        return journal.operation(id);
    }

    @Override
    public List<OperationHistory> ended(NodeId node) {
        return journal.ended(node);
    }

    @Override
    public void requestCancel(OperationId id) {
        journal.requestCancel(id);
    }

    @Override
    public boolean cancelRequested(OperationId id) {
        return journal.cancelRequested(id);
    }

    @Override
    public Optional<Lease> tryLease(NodeId node) {
        return journal.tryLease(node);
    }

    @Override
    public Optional<LeaseHolder> leaseHolder(NodeId node) {
        return journal.leaseHolder(node);
    }

    @Override
    public void close() {
        journal.close();
    }
}
