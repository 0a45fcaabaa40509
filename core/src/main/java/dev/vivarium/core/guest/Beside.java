package dev.vivarium.core.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A question that is asked while others are; each is bounded in time by itself. */
final class Beside {
    private Beside() {}

    /** Begins it, in a thread of its own. */
    static <T> FutureTask<T> begin(Callable<T> question) {
        FutureTask<T> task = new FutureTask<>(question);
        Thread thread = new Thread(task, "vivarium-question");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Its answer. */
    static <T> T join(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VivariumException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(
                    Kind.CANCELLED, "guest.interrupted", "interrupted while waiting for the guest", e);
        }
    }
}
