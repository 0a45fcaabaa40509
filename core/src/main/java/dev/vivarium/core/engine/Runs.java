package dev.vivarium.core.engine;

import dev.vivarium.core.journal.OperationRecord;
import java.util.function.Supplier;

/** Where accepted operations are run: by this process at once, or by whichever instance claims them. */
interface Runs extends AutoCloseable {

    /** Accepts something; what this process accepts in between comes before or after it. */
    <R> R inOrder(Supplier<R> accept);

    /** The accepted operation, for whoever asked for it. */
    <Q, T> Operation<T> of(Recipe<Q, T> recipe, OperationRecord record);

    /** Lets those that run here come to a stop where they are, and waits for that a while. */
    @Override
    void close();
}
