package dev.vivarium.service.images;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Work that begins anew each time and ends with the request. */
final class ShortWork implements Work {
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
            throw new VivariumException(Kind.CANCELLED, "interrupted", "the request was interrupted");
        }
    }

    @Override
    public void pause(Duration time) {
        checkCancelled();
        LockSupport.parkNanos(time.toNanos());
    }
}
