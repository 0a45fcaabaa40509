package dev.vivarium.service.store;

import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something short again and again; what fails is tried again at the next beat. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private final ScheduledExecutorService thread;

    Heartbeat(String name, Duration every, Runnable beat) {
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        beat.run();
                    } catch (VivariumException e) {
                        LOG.warn("{}: {}", name, e.message());
                    } catch (RuntimeException e) {
                        LOG.error("{} failed", name, e);
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
