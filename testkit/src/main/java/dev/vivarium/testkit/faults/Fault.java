package dev.vivarium.testkit.faults;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that goes wrong at a named point. A value: what it does happens when {@link Faults#reach} meets it. */
public sealed interface Fault {

    /** The server reports a failure. */
    record Throwing(Kind kind, String code, String message) implements Fault {}

    /** Our process dies. */
    record Dying() implements Fault {}

    /** It takes this long. */
    record Delay(Duration time) implements Fault {}

    /** The answer to a read is the one from before the last change. */
    record StaleRead() implements Fault {}

    /** It does not answer any more. */
    record Silence() implements Fault {}

    /** The server reports a failure. */
    static Fault throwing(Kind kind, String code, String message) {
        return new Throwing(kind, code, message);
    }

    /** Put at a point after an effect: the server did it, and the answer got lost. */
    static Fault dropReply() {
        return new Throwing(Kind.UNAVAILABLE, "simulated.no-reply", "the server closed the connection; try again");
    }

    /** Our process dies: {@link Crash} is thrown. */
    static Fault crash() {
        return new Dying();
    }

    /** It takes this long, on the clock of the work. */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    /** The answer to a read is the one from before the last change. */
    static Fault staleRead() {
        return new StaleRead();
    }

    /** It never answers; ends when the work is cancelled, in whatever time the work waits. */
    static Fault silence() {
        return new Silence();
    }

    /** It stands still until the test lets go, or until the work is cancelled. */
    static Hang hang() {
        return new Hang();
    }

    /** Stands still until {@link #release}. */
    final class Hang implements Fault {
        private static final long LIMIT_SECONDS = 60;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Hang() {}

        /** Lets everybody go on who stands here. */
        public void release() {
            released.countDown();
        }

        /**
         * Waits until somebody stands here.
         *
         * @throws AssertionError if nobody came within a minute
         */
        public void awaitReached() throws InterruptedException {
            if (!reached.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody reached the point that hangs");
            }
        }

        /** Waits until somebody stands here; false if nobody came in this time. */
        public boolean isReachedWithin(Duration limit) throws InterruptedException {
            return reached.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        void stand(Work work) {
            reached.countDown();
            try {
                while (!released.await(5, TimeUnit.MILLISECONDS)) {
                    work.checkCancelled();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VivariumException(Kind.CANCELLED, "simulated.interrupted", "the thread was interrupted", e);
            }
        }
    }
}
