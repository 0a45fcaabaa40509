package dev.vivarium.core.spi;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link Work} whose pauses take no time: they move a clock of its own. */
public final class TestWork implements Work {
    private final Map<String, Object> remembered = new HashMap<>();
    private final List<String> progress = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean cancelled;
    private Runnable atPause = () -> {};

    /** What happens at every pause. */
    public TestWork atPause(Runnable action) {
        this.atPause = action;
        return this;
    }

    public void cancel() {
        cancelled = true;
    }

    public long nanos() {
        return nanos.get();
    }

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public synchronized List<String> progress() {
        return List.copyOf(progress);
    }

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return Optional.ofNullable(remembered.get(key.name())).map(key.type()::cast);
    }

    @Override
    public <T> void remember(Key<T> key, T value) {
        remembered.put(key.name(), value);
    }

    @Override
    public synchronized void progress(double fraction, String what) {
        progress.add(what);
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new VivariumException(Kind.CANCELLED, "test.cancelled", "cancelled");
        }
    }

    @Override
    public void pause(Duration time) {
        checkCancelled();
        pass(time);
        atPause.run();
    }
}
