package dev.vivarium.bench;

import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Work without a journal, for calls to a provider alone. */
final class BareWork implements Work {
    private final Map<String, Object> remembered = new ConcurrentHashMap<>();

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return Optional.ofNullable(remembered.get(key.name())).map(key.type()::cast);
    }

    @Override
    public <T> void remember(Key<T> key, T value) {
        remembered.put(key.name(), value);
    }

    @Override
    public void progress(double fraction, String what) {}

    @Override
    public void checkCancelled() {}

    @Override
    public void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
