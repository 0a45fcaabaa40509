package dev.vivarium.core.engine;

import java.util.Optional;

/**
 * One step of a recipe. It may be cut off anywhere and is then run again, so it must be idempotent.
 *
 * @param name part of the journal's format
 * @param text for people, in a few words
 * @param action does it
 * @param undo undoes it, also if it was cut off; empty if there is nothing to undo
 */
public record Step<Q>(String name, String text, Action<Q> action, Optional<Action<Q>> undo) {

    /** A step that leaves nothing to undo. */
    public static <Q> Step<Q> of(String name, String text, Action<Q> action) {
        return new Step<>(name, text, action, Optional.empty());
    }

    /** Waits until the node is READY. */
    static <Q> Step<Q> ready() {
        return of(
                "ready", "waiting until the node is ready", (q, c) -> c.guest().awaitReady());
    }

    /** The same step, undone by this. */
    public Step<Q> undoneBy(Action<Q> reverse) {
        return new Step<>(name, text, action, Optional.of(reverse));
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Action<Q> {
        /** Does it; a failure is a {@link dev.vivarium.core.model.VivariumException}. */
        void run(Q request, StepContext context);
    }
}
