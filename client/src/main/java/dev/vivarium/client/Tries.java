package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long is waited between tries, and when it is enough: twice as long each time, as the service says where it does. */
final class Tries {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final int limit;
    private final Duration patience;
    private final Pause pause;
    private int made;
    private Duration waited = Duration.ZERO;

    Tries(int limit, Duration patience, Pause pause) {
        this.limit = limit;
        this.patience = patience;
        this.pause = pause;
    }

    /** There was an answer. */
    void succeeded() {
        made = 0;
        waited = Duration.ZERO;
    }

    /**
     * Waits before the next try.
     *
     * @throws ServiceException this failure, if there shall be no other try
     */
    void waitAfter(ServiceException failure) {
        Duration wait = failure.retryAfter().orElseGet(this::backoff);
        Duration inAll = waited.plus(wait);
        if (made >= limit || inAll.compareTo(patience) > 0) {
            throw failure;
        }
        made++;
        waited = inAll;
        try {
            pause.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    static ServiceException interrupted(Exception e) {
        return ServiceException.ours(ErrorKind.CANCELLED, "interrupted", "interrupted while the service was asked", e);
    }

    /** Not all clients at the same moment. */
    private Duration backoff() {
        long millis = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(made, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
