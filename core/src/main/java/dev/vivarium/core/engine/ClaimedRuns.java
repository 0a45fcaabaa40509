package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Operations that whichever instance claims them runs, in the thread that claimed. Nothing here waits for a turn: whoever
 * claimed is told to come again.
 */
final class ClaimedRuns implements Runs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Installation installation;
    private final Journal journal;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Phaser running = new Phaser(1);

    ClaimedRuns(Installation installation) {
        this.installation = installation;
        this.journal = installation.journal();
    }

    /** The journal keeps the order. */
    @Override
    public <R> R inOrder(Supplier<R> accept) {
        return accept.get();
    }

    @Override
    public <Q, T> Operation<T> of(Recipe<Q, T> recipe, OperationRecord record) {
        return new StoredOperation<>(installation, recipe, record, closing);
    }

    /**
     * Runs an operation, if its turn has come.
     *
     * @throws VivariumException if it could be neither ended nor left for later as it is; it is still unfinished
     */
    Turn run(Recipe<?, ?> recipe, OperationRecord record) {
        running.register();
        try {
            return closing.getCount() == 0 ? new Turn.Later("") : inTurn(recipe, record);
        } catch (Cancellation.Closing | LeaseLost e) {
            return new Turn.Later("");
        } finally {
            running.arriveAndDeregister();
        }
    }

    private Turn inTurn(Recipe<?, ?> recipe, OperationRecord record) {
        String nodeLine = record.node().toString();
        Optional<Node> node = journal.node(record.node());
        String hypervisorLine = node.map(n -> n.spec().hypervisor()).orElse("");
        Optional<HypervisorSlot> slot = HypervisorSlot.tryTake(installation, node);
        if (slot.isEmpty()) {
            return new Turn.Later(hypervisorLine);
        }
        try (HypervisorSlot taken = slot.get()) {
            Optional<Journal.Lease> lease = journal.tryLease(record.node());
            if (lease.isEmpty()) {
                return new Turn.Later(nodeLine);
            }
            try (Journal.Lease held = lease.get()) {
                return underLease(recipe, record, held)
                        ? new Turn.Ended(List.of(nodeLine, hypervisorLine))
                        : new Turn.Later(nodeLine);
            }
        }
    }

    /** False if an earlier one has to end first. What others wrote before they let go of the lease is seen here. */
    private boolean underLease(Recipe<?, ?> recipe, OperationRecord record, Journal.Lease lease) {
        List<OperationHistory> unfinished = journal.unfinished(record.node());
        Optional<OperationHistory> ours = unfinished.stream()
                .filter(h -> h.record().id().equals(record.id()))
                .findFirst();
        if (ours.isEmpty()) {
            return true;
        }
        if (!unfinished.get(0).equals(ours.get())) {
            return false;
        }
        Cancellation cancellation = new Cancellation(closing, () -> journal.cancelRequested(record.id()));
        try {
            new OperationRun<>(installation, recipe, cancellation, installation.listener()).run(ours.get(), lease);
        } catch (VivariumException e) {
            if (ours.get().end().isEmpty()) {
                throw e;
            }
        }
        return true;
    }

    @Override
    public void close() {
        closing.countDown();
        int phase = running.arriveAndDeregister();
        try {
            running.awaitAdvanceInterruptibly(phase, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            return; // what stands still in a call ends with the process; the next one goes on
        }
    }
}
