package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.testkit.faults.Crash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal whose process dies at one of its writes, just before or just after the write is on disk. */
final class CuttingJournal implements Journal {
    private final Journal journal;
    private final int cutAt;
    private final boolean afterwards;
    private final AtomicInteger writes = new AtomicInteger();

    CuttingJournal(Journal journal, int cutAt, boolean afterwards) {
        this.journal = journal;
        this.cutAt = cutAt;
        this.afterwards = afterwards;
    }

    /** True if the process died. */
    boolean hasCut() {
        return writes.get() >= cutAt;
    }

    private void write(Runnable write) {
        int number = writes.incrementAndGet();
        if (number > cutAt || number == cutAt && !afterwards) {
            throw new Crash("write " + cutAt); // the dead write no more
        }
        write.run();
        if (number == cutAt) {
            throw new Crash("write " + cutAt);
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
        write(() -> journal.append(id, entry));
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
    public void close() {
        journal.close();
    }
}
