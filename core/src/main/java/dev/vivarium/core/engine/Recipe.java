package dev.vivarium.core.engine;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;

/**
 * An operation as an ordered list of steps. The names of the recipe and of its steps are part of the journal's format.
 *
 * @param <Q> the request: a record that is written to the journal
 * @param <T> what the operation results in
 */
public interface Recipe<Q, T> {

    /** The name in the journal. */
    String kind();

    /** The request's type. */
    Class<Q> requestType();

    /** All steps that such an operation may have in a journal, in order. */
    List<Step<Q>> steps(Q request);

    /**
     * Whether an operation that is accepted now has this step; one that finds nothing to do is not planned, and not shown.
     *
     * @param node as it is now; empty before it is made
     */
    default boolean plans(Q request, String step, Optional<Node> node) {
        return true;
    }

    /** What it results in; called when every step is finished, perhaps in a process that ran none of them. */
    T result(Q request, StepContext context);

    /** Whether a failure in this step undoes what was done, the last step first, where steps know how. */
    default boolean undoes(Q request, String failedStep, VivariumException failure) {
        return true;
    }

    /** What the caller is told beside the failure when all is undone: where that leaves the node. */
    default String undone(Q request, StepContext context) {
        return "";
    }

    /** What a person can do where undoing failed: a sentence with a command. */
    default String wayOut(Q request, StepContext context) {
        return "Remove what is left with 'vivarium rm " + context.nodeName() + "'";
    }

    /**
     * Sets the node's state after a failure, when everything is undone or stays. Must be idempotent. Unless a recipe knows
     * better, the state is what the machine's power tells, and the failure is the node's problem.
     */
    default void failed(Q request, StepContext context, VivariumException failure, boolean undone) {
        context.guest().settle(failure);
    }
}
