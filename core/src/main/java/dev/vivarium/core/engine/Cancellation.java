package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Whether an operation is to stop: because somebody cancelled it, or because this process is closing. */
final class Cancellation {
    private static final Duration LOOK = Duration.ofMillis(100);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch closing;
    private final BooleanSupplier askedElsewhere;

    Cancellation(CountDownLatch closing, BooleanSupplier askedElsewhere) {
        this.closing = closing;
        this.askedElsewhere = askedElsewhere;
    }

    void cancel() {
        cancelled.countDown();
    }

    /** @throws Closing if this process is closing: the journal stays as it is and the next run goes on */
    void checkClosing() {
        if (closing.getCount() == 0) {
            throw new Closing();
        }
    }

    void check() {
        checkClosing();
        if (cancelled.getCount() == 0 || askedElsewhere.getAsBoolean()) {
            cancel();
            throw new VivariumException(Kind.CANCELLED, "cancelled", "the operation was cancelled");
        }
    }

    /** Waits, or throws as {@link #check} as soon as there is a reason. */
    void pause(Duration time) {
        pause(time, this::check);
    }

    /** Waits although it is cancelled: for undoing. */
    void pauseUnlessClosing(Duration time) {
        pause(time, this::checkClosing);
    }

    private void pause(Duration time, Runnable check) {
        for (long left = time.toNanos(); left > 0; left -= LOOK.toNanos()) {
            check.run();
            try {
                if (closing.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Closing();
            }
        }
        check.run();
    }

    /** This process is closing. An {@link Error}, as no step may take it for its own failure. */
    static final class Closing extends Error {
        private static final long serialVersionUID = 1L;

        Closing() {
            super("this process is closing; the operation goes on at its next start", null, false, false);
        }
    }
}
