package dev.vivarium.core.journal;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Another journal, to which everything is passed on: for what adds something to a few of the calls. */
public abstract class JournalAround implements Journal {
    private final Journal journal;

    /** Around this one, which is closed with it. */
    protected JournalAround(Journal journal) {
        this.journal = journal;
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
    public Optional<Node> node(String name) {
        return journal.node(name);
    }

    @Override
    public Set<String> macs() {
        return journal.macs();
    }

    @Override
    public void put(Node node) {
        journal.put(node);
    }

    @Override
    public void remove(NodeId id) {
        journal.remove(id);
    }

    @Override
    public void accept(OperationRecord operation) {
        journal.accept(operation);
    }

    @Override
    public void append(OperationId id, Entry entry) {
        journal.append(id, entry);
    }

    @Override
    public void append(OperationId id, List<Entry> entries) {
        journal.append(id, entries);
    }

    @Override
    public List<OperationHistory> unfinished() {
        return journal.unfinished();
    }

    @Override
    public List<OperationHistory> unfinished(NodeId node) {
        return journal.unfinished(node);
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
