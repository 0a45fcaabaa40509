package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseHolder;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Operations that this process runs itself: each node one at a time, in the order accepted, while nodes go side by side. */
final class LocalRuns implements Runs {
    private static final Duration LEASE_POLL = Duration.ofMillis(100);

    private final Installation installation;
    private final Journal journal;
    private final ExecutorService threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<OperationId, RunningOperation<?>> running = new HashMap<>();
    private final Map<NodeId, CompletableFuture<?>> tails = new HashMap<>();

    LocalRuns(Installation installation) {
        this.installation = installation;
        this.journal = installation.journal();
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "vivarium-operation");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public <R> R inOrder(Supplier<R> accept) {
        synchronized (running) {
            return accept.get();
        }
    }

    @Override
    public <Q, T> Operation<T> of(Recipe<Q, T> recipe, OperationRecord record) {
        synchronized (running) {
            return enqueue(recipe, record);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
        synchronized (running) {
            running.values().forEach(o -> o.outcome().completeExceptionally(new Cancellation.Closing()));
        }
    }

    @SuppressWarnings("unchecked") // an operation's id stands for one recipe, and so for one result type
    private <Q, T> Operation<T> enqueue(Recipe<Q, T> recipe, OperationRecord record) {
        RunningOperation<?> known = running.get(record.id());
        if (known != null) {
            return (Operation<T>) known;
        }
        Cancellation cancellation = new Cancellation(closing, () -> journal.cancelRequested(record.id()));
        RunningOperation<T> operation = new RunningOperation<>(record, () -> {
            journal.requestCancel(record.id());
            cancellation.cancel();
        });
        running.put(record.id(), operation);
        CompletableFuture<?> before = tails.getOrDefault(record.node(), CompletableFuture.completedFuture(null));
        tails.put(record.node(), operation.outcome());
        before.whenCompleteAsync((result, failure) -> take(recipe, operation, cancellation), threads);
        return operation;
    }

    private <Q, T> void take(Recipe<Q, T> recipe, RunningOperation<T> operation, Cancellation cancellation) {
        operation.complete(() -> {
            try (Journal.Lease lease = lease(operation, cancellation);
                    HypervisorSlot slot = HypervisorSlot.take(installation, operation.node(), cancellation)) {
                return new OperationRun<>(installation, recipe, cancellation, progress -> {
                            operation.tell(progress);
                            installation.listener().accept(progress);
                        })
                        .run(operation.id(), lease);
            } finally {
                forget(operation);
            }
        });
    }

    /** Waits for the node: some other process may be working on it. */
    private Journal.Lease lease(RunningOperation<?> operation, Cancellation cancellation) {
        while (true) {
            Optional<Journal.Lease> lease = journal.tryLease(operation.node());
            if (lease.isPresent()) {
                return lease.get();
            }
            tellWaiting(
                    operation.node(),
                    journal.leaseHolder(operation.node())
                            .map(LeaseHolder::describe)
                            .orElse("another process works on it"));
            cancellation.pauseUnlessClosing(LEASE_POLL);
        }
    }

    /** What stands in line behind it waits for the same, and so does whoever asked for that. */
    private void tellWaiting(NodeId node, String who) {
        List<RunningOperation<?>> inLine;
        synchronized (running) {
            inLine =
                    running.values().stream().filter(o -> o.node().equals(node)).collect(Collectors.toList());
        }
        inLine.stream().filter(o -> o.isNews(who)).forEach(o -> o.tell(waiting(o.record(), who)));
    }

    private Progress waiting(OperationRecord record, String who) {
        return new Progress(
                record.id(),
                record.kind(),
                "",
                0,
                record.steps().size(),
                Progress.Phase.WAITING,
                -1,
                "waiting for the node: " + who,
                installation.clock().instant(),
                Duration.ZERO);
    }

    private void forget(RunningOperation<?> operation) {
        synchronized (running) {
            running.remove(operation.id());
            tails.remove(operation.node(), operation.outcome());
        }
    }
}
