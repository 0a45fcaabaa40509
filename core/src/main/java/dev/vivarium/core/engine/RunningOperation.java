package dev.vivarium.core.engine;

import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** An operation that this process runs, or will when its turn comes. */
final class RunningOperation<T> implements Operation<T> {
    private final OperationRecord record;
    private final Runnable cancel;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private String waiting = "";
    private final List<Progress> past = new ArrayList<>();
    private final List<Consumer<? super Progress>> listeners = new ArrayList<>();

    RunningOperation(OperationRecord record, Runnable cancel) {
        this.record = record;
        this.cancel = cancel;
    }

    OperationRecord record() {
        return record;
    }

    /** Completes it: with the result, or with the failure. */
    void complete(Outcome<T> run) {
        try {
            outcome.complete(run.get());
        } catch (VivariumException | Error e) {
            outcome.completeExceptionally(e);
        } catch (RuntimeException e) {
            outcome.completeExceptionally(
                    new VivariumException(Kind.INTERNAL, "internal", "this is a mistake in Vivarium: " + e, e));
        }
    }

    synchronized void tell(Progress progress) {
        if (progress.phase() != Progress.Phase.STEP_PROGRESS) {
            past.add(progress); // a late listener need not hear every percent
        }
        listeners.forEach(l -> l.accept(progress));
    }

    /** True if it waits for somebody else than when this was asked last. */
    synchronized boolean isNews(String waitsFor) {
        boolean news = !waitsFor.equals(waiting);
        waiting = waitsFor;
        return news;
    }

    CompletableFuture<T> outcome() {
        return outcome;
    }

    @Override
    public OperationId id() {
        return record.id();
    }

    @Override
    public String kind() {
        return record.kind();
    }

    @Override
    public NodeId node() {
        return record.node();
    }

    @Override
    public synchronized void onProgress(Consumer<? super Progress> listener) {
        past.forEach(listener);
        listeners.add(listener);
    }

    @Override
    public T await() {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(Kind.CANCELLED, "interrupted", "waiting was interrupted; the work goes on", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VivariumException failure) {
                throw failure;
            }
            throw new VivariumException(Kind.UNAVAILABLE, "closed", String.valueOf(e.getCause()), e);
        }
    }

    @Override
    public void cancel() {
        cancel.run();
    }

    @Override
    public boolean isDone() {
        return outcome.isDone();
    }

    /** What an operation comes to. */
    interface Outcome<T> {
        T get();
    }
}
