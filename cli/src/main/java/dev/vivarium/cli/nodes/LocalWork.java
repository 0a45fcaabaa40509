package dev.vivarium.cli.nodes;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.engine.Progress.Phase;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work that is no node's operation and needs no journal, such as fetching an image: done when it is awaited, cancelled by Ctrl-C. */
public final class LocalWork<T> implements Task<T>, Work {
    private final OperationId id = OperationId.random();
    private final String kind;
    private final String step;
    private final Clock clock;
    private final Function<Work, T> action;
    private final Instant start;
    private Consumer<? super Progress> listener = progress -> {};
    private volatile boolean cancelled;

    /** Of this kind; its one step is told as {@code what}. */
    public LocalWork(String kind, String what, Clock clock, Function<Work, T> action) {
        this.kind = kind;
        this.step = what;
        this.clock = clock;
        this.action = action;
        this.start = clock.instant();
    }

    @Override
    public void onProgress(Consumer<? super Progress> to) {
        listener = to;
    }

    @Override
    public T await() {
        tell(Phase.STEP_STARTED, -1, step);
        try {
            T result = action.apply(this);
            tell(Phase.STEP_FINISHED, 1, step);
            return result;
        } catch (VivariumException e) {
            tell(Phase.ENDED, -1, "");
            throw e;
        }
    }

    @Override
    public String interrupt() {
        cancelled = true;
        return CANCELLING;
    }

    @Override
    public <V> Optional<V> recall(Key<V> key) {
        return Optional.empty();
    }

    @Override
    public <V> void remember(Key<V> key, V value) {}

    @Override
    public void progress(double fraction, String what) {
        tell(Phase.STEP_PROGRESS, fraction, what);
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new VivariumException(
                    Kind.CANCELLED, "cancelled", "cancelled; the same command again goes on from here");
        }
    }

    @Override
    public void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
                checkCancelled();
                Thread.sleep(Math.min(100, 1 + left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(Kind.CANCELLED, "interrupted", "interrupted", e);
        }
    }

    private void tell(Phase phase, double fraction, String what) {
        Instant now = clock.instant();
        listener.accept(new Progress(id, kind, step, 0, 0, phase, fraction, what, now, Duration.between(start, now)));
    }
}
