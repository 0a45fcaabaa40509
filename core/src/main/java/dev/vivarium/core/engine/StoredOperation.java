package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An operation that some instance runs, as its journal shows it. Listeners hear the steps that begin and end while somebody
 * awaits it.
 */
final class StoredOperation<Q, T> implements Operation<T> {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Installation installation;
    private final Recipe<Q, T> recipe;
    private final OperationRecord record;
    private final CountDownLatch closing;
    private final List<Consumer<? super Progress>> listeners = new CopyOnWriteArrayList<>();

    StoredOperation(Installation installation, Recipe<Q, T> recipe, OperationRecord record, CountDownLatch closing) {
        this.installation = installation;
        this.recipe = recipe;
        this.record = record;
        this.closing = closing;
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
    public void onProgress(Consumer<? super Progress> listener) {
        listeners.add(listener);
    }

    @Override
    public T await() {
        int told = 0;
        while (true) {
            OperationHistory history = history()
                    .orElseThrow(() -> new VivariumException(
                            Kind.NOT_FOUND, "operation.gone", "the operation is not in the journal any more"));
            List<Entry> entries = history.entries();
            entries.subList(told, entries.size()).forEach(this::tell);
            told = entries.size();
            if (history.end().isPresent()) {
                return result(history);
            }
            pause();
        }
    }

    /** What an operation that has ended came to. */
    private T result(OperationHistory history) {
        Cancellation none = new Cancellation(closing, () -> false);
        return new OperationRun<>(installation, recipe, none, progress -> {}).run(history, () -> {});
    }

    private void pause() {
        try {
            if (closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new VivariumException(
                        Kind.UNAVAILABLE, "closed", "this instance is closing; the operation goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(Kind.CANCELLED, "interrupted", "waiting was interrupted; the work goes on", e);
        }
    }

    @Override
    public void cancel() {
        installation.journal().requestCancel(record.id());
    }

    @Override
    public boolean isDone() {
        return history().map(h -> h.end().isPresent()).orElse(true);
    }

    private Optional<OperationHistory> history() {
        Journal journal = installation.journal();
        return journal.operation(record.id());
    }

    private void tell(Entry entry) {
        Progress.of(record, entry).ifPresent(p -> listeners.forEach(l -> l.accept(p)));
    }
}
