package dev.vivarium.cli.command;

import dev.vivarium.cli.output.ProgressView;
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

/** Work that is no node's operation and needs no journal, such as fetching an image: shown, and cancelled by Ctrl-C. */
final class WatchedWork implements Work {
    private final OperationId id = OperationId.random();
    private final String kind;
    private final String step;
    private final Clock clock;
    private final Instant start;
    private final ProgressView view;
    private volatile boolean cancelled;

    WatchedWork(String kind, String what, Clock clock, ProgressView view) {
        this.kind = kind;
        this.step = what;
        this.clock = clock;
        this.start = clock.instant();
        this.view = view;
        tell(Phase.STEP_STARTED, -1, what);
    }

    void cancel() {
        cancelled = true;
    }

    void finished() {
        tell(Phase.STEP_FINISHED, 1, step);
    }

    void failed() {
        tell(Phase.ENDED, -1, "");
    }

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return Optional.empty();
    }

    @Override
    public <T> void remember(Key<T> key, T value) {}

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
        view.accept(new Progress(id, kind, step, 0, 0, phase, fraction, what, now, Duration.between(start, now)));
    }
}
