package dev.vivarium.cli.nodes;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Progress;
import java.util.function.Consumer;

/** Work that was begun. */
public interface Task<T> {
    /** What Ctrl-C says of work in this process. */
    String CANCELLING = "cancelling, and undoing what was begun; Ctrl-C again leaves at once";

    /** Hears what happens, from now on at the latest. */
    void onProgress(Consumer<? super Progress> listener);

    /**
     * Waits until it ends.
     *
     * @throws dev.vivarium.core.model.VivariumException why it failed; CANCELLED if it was, or if nobody waits for it any more
     */
    T await();

    /**
     * Somebody pressed Ctrl-C.
     *
     * @return what that does, for people
     */
    String interrupt();

    /** In this process, where Ctrl-C cancels it. */
    static <T> Task<T> of(Operation<T> operation) {
        return new Task<>() {
            @Override
            public void onProgress(Consumer<? super Progress> listener) {
                operation.onProgress(listener);
            }

            @Override
            public T await() {
                return operation.await();
            }

            @Override
            public String interrupt() {
                operation.cancel();
                return CANCELLING;
            }
        };
    }
}
