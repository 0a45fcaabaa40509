package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Work of a call that is short, begins anew each time, and ends with the thread that makes it. */
final class UnwatchedWork implements Work {
    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return Optional.empty();
    }

    @Override
    public <T> void remember(Key<T> key, T value) {}

    @Override
    public void progress(double fraction, String what) {}

    @Override
    public void checkCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw new VivariumException(Kind.CANCELLED, "interrupted", "the call was interrupted");
        }
    }

    @Override
    public void pause(Duration time) {
        checkCancelled();
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        checkCancelled();
    }
}
