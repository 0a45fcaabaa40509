package dev.vivarium.service;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Turn;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A single instance that runs whatever it accepted, in the order in which turns come. */
final class OwnClaims implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnClaims.class);
    private static final long AGAIN_MILLIS = 50;

    private final ExecutorService threads;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(OwnClaims::daemon);
    private volatile @Nullable Vivarium vivarium;

    OwnClaims(int parallel) {
        this.threads = Executors.newFixedThreadPool(parallel, OwnClaims::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "vivarium-operation");
        thread.setDaemon(true);
        return thread;
    }

    /** Runs what is unfinished, and from now on what is accepted. */
    void begin(Vivarium all) {
        vivarium = all;
        all.installation().journal().unfinished().forEach(h -> run(h.record().id()));
    }

    void run(OperationId operation) {
        try {
            threads.execute(() -> turn(operation));
        } catch (RejectedExecutionException e) {
            LOG.debug("closing; the next start goes on");
        }
    }

    private void turn(OperationId operation) {
        try {
            Vivarium all = Objects.requireNonNull(vivarium);
            if (all.run(operation) instanceof Turn.Later) {
                later.schedule(() -> run(operation), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (VivariumException e) {
            LOG.warn("an operation could not run now: {}", e.message());
            later.schedule(() -> run(operation), 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing; the next start goes on");
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        threads.shutdown();
    }
}
