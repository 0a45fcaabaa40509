package dev.vivarium.service.policies;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.sessions.OpenSessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what it is time for, and has it done, one after the other in a thread of its own. Every instance has one: what they do
 * is decided again in each transaction, so two that look at once do nothing twice, and nobody has to notice that one died.
 * Only looks are made by the clock; the work itself is claimed as any operation is.
 */
public final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final int BATCH = 100;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PUT_BACK = Duration.ofSeconds(30);

    private final OpenSessions sessions;
    private final Policies policies;
    private final Clock clock;
    private final LongSupplier nanos;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private boolean first = true;
    private Instant lastTime = Instant.MIN;
    private long lastNanos;

    /**
     * A clockwork that stands still.
     *
     * @param clock the time of day
     * @param nanos time that passes, whatever happens to the clock
     */
    public Clockwork(OpenSessions sessions, Policies policies, Clock clock, LongSupplier nanos) {
        this.sessions = sessions;
        this.policies = policies;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Looks once a second until it is closed. */
    public Clockwork start() {
        Thread started = new Thread(this::run, "vivarium-clockwork");
        started.setDaemon(true);
        started.start();
        thread = started;
        return this;
    }

    /** Does what is up now. @return true if there may be more */
    public boolean tick() {
        if (first || wasPutBack()) {
            sessions.wakeAll();
            policies.wakeAll();
            first = false;
        }
        List<UUID> sessionsDue = sessions.due(BATCH);
        sessionsDue.forEach(id -> carefully(id, sessions::goOn, sessions::postpone));
        List<UUID> policiesDue = policies.due(BATCH);
        policiesDue.forEach(id -> carefully(id, policies::goOn, policies::postpone));
        return sessionsDue.size() == BATCH || policiesDue.size() == BATCH;
    }

    /** The transaction that is under way is ended; what is up then waits for whoever looks next. */
    @Override
    public void close() {
        closing.countDown();
        Thread started = thread;
        if (started != null) {
            try {
                started.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        boolean more = false;
        try {
            while (!closing.await(more ? 0 : EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                more = tickOrLater();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tickOrLater() {
        try {
            return tick();
        } catch (VivariumException e) {
            LOG.warn("schedules wait: {}", e.message());
            return false;
        } catch (RuntimeException e) {
            LOG.error("schedules wait after a mistake of ours", e);
            return false;
        }
    }

    /** One that fails is tried again later, and holds nobody up; if the database is away, so is everything. */
    private void carefully(UUID id, Consumer<UUID> goOn, BiConsumer<UUID, Instant> postpone) {
        if (closing.getCount() == 0) {
            return;
        }
        try {
            goOn.accept(id);
        } catch (VivariumException e) {
            if (e.code().startsWith("store.")) {
                throw e;
            }
            LOG.warn("{} waits: {}", id, e.message());
            postpone.accept(id, clock.instant().plus(AFTER_FAILURE));
        } catch (RuntimeException e) {
            LOG.error("{} waits after a mistake of ours", id, e);
            postpone.accept(id, clock.instant().plus(AFTER_FAILURE));
        }
    }

    /** What was to be looked at later would otherwise be looked at too late. */
    private boolean wasPutBack() {
        long nanosNow = nanos.getAsLong();
        Instant now = clock.instant();
        Instant expected = lastTime.equals(Instant.MIN) ? now : lastTime.plusNanos(nanosNow - lastNanos);
        lastNanos = nanosNow;
        lastTime = now;
        return now.isBefore(expected.minus(PUT_BACK));
    }
}
