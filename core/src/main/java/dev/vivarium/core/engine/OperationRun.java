package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.util.function.Consumer;

/** One run of one operation. */
record OperationRun<Q, T>(
        Installation installation, Recipe<Q, T> recipe, Cancellation cancellation, Consumer<Progress> listener) {

    /** Runs what is left of it, under the node's lease. */
    T run(OperationId id, Journal.Lease lease) {
        OperationHistory history = installation
                .journal()
                .operation(id)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "operation.gone", "the operation is not in the journal any more"));
        return run(history, lease);
    }

    /** The same where its history was just read. */
    T run(OperationHistory history, Journal.Lease lease) {
        try (RunContext context = new RunContext(installation, history, lease, cancellation, listener)) {
            try {
                T result = new OperationRunner<>(recipe, history, context).run();
                context.ended("done");
                return result;
            } catch (VivariumException e) {
                context.ended(e.message());
                throw e;
            }
        }
    }
}
