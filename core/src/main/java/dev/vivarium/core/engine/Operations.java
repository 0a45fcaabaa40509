package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.LeaseHolder;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepts operations and sees to it that each node has one at a time, in the order accepted, while nodes go side by side.
 * What another process left unfinished on a node is finished first.
 */
public final class Operations implements AutoCloseable {
    private static final Duration LEASE_POLL = Duration.ofMillis(100);

    private final Installation installation;
    private final Journal journal;
    private final Map<String, Recipe<?, ?>> recipes;
    private final ExecutorService threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<OperationId, RunningOperation<?>> running = new HashMap<>();
    private final Map<NodeId, CompletableFuture<?>> tails = new HashMap<>();

    /** Operations of these recipes. */
    public Operations(Installation installation, List<Recipe<?, ?>> recipes) {
        this.installation = installation;
        this.journal = installation.journal();
        this.recipes = recipes.stream().collect(Collectors.toMap(Recipe::kind, Function.identity()));
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "vivarium-operation");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Writes the operation to the journal and runs it when its turn comes. */
    public <Q, T> Operation<T> accept(Recipe<Q, T> recipe, NodeId node, Q request) {
        synchronized (running) {
            refuseBeside(node);
            resumeNode(node);
            OperationRecord record = new OperationRecord(
                    OperationRecord.VERSION,
                    OperationId.random(),
                    recipe.kind(),
                    node,
                    Json.tree(request),
                    recipe.steps(request).stream().map(Step::name).toList(),
                    installation.clock().instant());
            journal.accept(record);
            return enqueue(recipe, record);
        }
    }

    /** Goes on with everything that is unfinished; what another process works on is waited for. */
    public List<Operation<?>> resume() {
        synchronized (running) {
            return journal.unfinished().stream().map(h -> resume(h)).collect(Collectors.toList());
        }
    }

    /**
     * Goes on with the unfinished operation of this recipe and such a request on the node, if there is one. One that failed,
     * and is only not put in order yet, is none.
     */
    public <Q, T> Optional<Operation<T>> resume(Recipe<Q, T> recipe, NodeId node, Predicate<Q> same) {
        synchronized (running) {
            Optional<OperationHistory> found = journal.unfinished().stream()
                    .filter(h -> h.record().node().equals(node))
                    .filter(h -> h.record().kind().equals(recipe.kind()))
                    .filter(h -> h.failure().isEmpty())
                    .filter(h -> same.test(Json.read(h.record().request(), recipe.requestType())))
                    .findFirst();
            found.ifPresent(h -> resumeNode(node));
            return found.map(h -> enqueue(recipe, h.record()));
        }
    }

    /** The operation of such a request that ended well, for a caller who did not hear of its end. */
    public <Q, T> Optional<Operation<T>> ended(Recipe<Q, T> recipe, NodeId node, Predicate<Q> same) {
        synchronized (running) {
            return journal.ended(node).stream()
                    .filter(h -> h.record().kind().equals(recipe.kind()))
                    .filter(h -> h.failure().isEmpty())
                    .filter(h -> same.test(Json.read(h.record().request(), recipe.requestType())))
                    .findFirst()
                    .map(h -> enqueue(recipe, h.record()));
        }
    }

    /** Asks for every unfinished operation on the node to be cancelled, whoever runs it. */
    public void cancelAll(NodeId node) {
        journal.unfinished().stream()
                .map(OperationHistory::record)
                .filter(r -> r.node().equals(node))
                .forEach(r -> journal.requestCancel(r.id()));
    }

    /** Runs something short under the node's lease, in turn with the node's operations of other processes. */
    public <T> Optional<T> ifIdle(NodeId node, Function<NodeId, T> action) {
        try (Journal.@Nullable Lease lease = journal.tryLease(node).orElse(null)) {
            return lease == null ? Optional.empty() : Optional.of(action.apply(node));
        }
    }

    /** Lets the running operations come to a stop where they are; the next process goes on with them. */
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

    /** Nothing new begins beside what another release left in the middle, but for the node's removal, which cancels it. */
    private void refuseBeside(NodeId node) {
        journal.unfinished().stream()
                .filter(h -> h.record().node().equals(node))
                .filter(h -> !isKnown(h) && !journal.cancelRequested(h.record().id()))
                .findFirst()
                .ifPresent(h -> {
                    throw new VivariumException(
                            Kind.NEEDS_OPERATOR,
                            "journal.unknown",
                            "another release of Vivarium left an unfinished '"
                                    + h.record().kind()
                                    + "' on this node, of which this release does not know every step; finish it with the"
                                    + " release that began it, or remove the node with 'vivarium rm'");
                });
    }

    private boolean isKnown(OperationHistory history) {
        Recipe<?, ?> recipe = recipes.get(history.record().kind());
        return recipe != null
                && stepNames(recipe, history.record())
                        .containsAll(history.record().steps());
    }

    private static <Q> List<String> stepNames(Recipe<Q, ?> recipe, OperationRecord record) {
        return recipe.steps(Json.read(record.request(), recipe.requestType())).stream()
                .map(Step::name)
                .toList();
    }

    private void resumeNode(NodeId node) {
        journal.unfinished().stream()
                .filter(h -> h.record().node().equals(node))
                .forEach(this::resume);
    }

    private Operation<?> resume(OperationHistory history) {
        String kind = history.record().kind();
        Recipe<?, ?> recipe = recipes.get(kind);
        if (recipe == null) {
            return enqueue(new UnknownRecipe(kind), history.record());
        }
        return enqueue(recipe, history.record());
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
                return run(recipe, operation, cancellation);
            } finally {
                forget(operation);
            }
        });
    }

    private <Q, T> T run(Recipe<Q, T> recipe, RunningOperation<T> operation, Cancellation cancellation) {
        OperationHistory history = journal.operation(operation.id())
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "operation.gone", "the operation is not in the journal any more"));
        Consumer<Progress> listener = progress -> {
            operation.tell(progress);
            installation.listener().accept(progress);
        };
        try (RunContext context = new RunContext(installation, history, cancellation, listener)) {
            try {
                T result = new OperationRunner<>(recipe, history, context).run();
                context.ended("done");
                return result;
            } catch (VivariumException e) {
                context.ended(e.message());
                throw e;
            }
        }
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
