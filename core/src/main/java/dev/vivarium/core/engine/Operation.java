package dev.vivarium.core.engine;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.util.function.Consumer;

/**
 * One piece of work on a node: durable, observable, cancellable. It goes on when nobody waits for it, and if this process
 * ends, {@code resume} (or the same request again) goes on with it.
 *
 * @param <T> what it results in
 */
public interface Operation<T> {

    /** Its identity in the journal. */
    OperationId id();

    /** Its recipe, such as {@code create}. */
    String kind();

    /** On which node. */
    NodeId node();

    /** Hears what happens from now on, after all that has happened so far. Called on the working thread: be quick. */
    void onProgress(Consumer<? super Progress> listener);

    /**
     * Waits until it ends.
     *
     * @throws dev.vivarium.core.model.VivariumException why it failed, or of kind CANCELLED
     */
    T await();

    /** Asks it to stop and to undo what can be undone; {@link #await} then says CANCELLED. Ended already is fine. */
    void cancel();

    /** True if it has ended, whichever way. */
    boolean isDone();
}
