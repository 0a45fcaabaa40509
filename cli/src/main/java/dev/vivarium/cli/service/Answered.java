package dev.vivarium.cli.service;

import dev.vivarium.client.ServiceException;
import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.OperationError;
import dev.vivarium.client.model.OperationState;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.function.Supplier;

/** What a service says went wrong, in the library's words. */
public final class Answered {
    private Answered() {}

    /** Asks, and throws what the library would throw. */
    static <T> T by(Supplier<T> question) {
        try {
            return question.get();
        } catch (ServiceException e) {
            throw failure(e, "");
        }
    }

    /** The same failure, with this at its end. */
    public static VivariumException failure(ServiceException e, String more) {
        VivariumException failure = new VivariumException(kind(e.kind()), e.code(), e.message() + hint(e) + more, e);
        return e.retryAfter().map(failure::retryAfter).orElse(failure);
    }

    /** What to do, unless the message says that itself, or it is for those who speak HTTP. */
    private static String hint(ServiceException e) {
        return e.hint()
                .filter(h -> !e.message().contains("; ") && !h.contains("/v1/"))
                .map(h -> ". " + h)
                .orElse("");
    }

    /** Why an operation that has ended did not do it. */
    static VivariumException failure(Operation ended) {
        return ended.error().map(Answered::failure).orElseGet(() -> {
            boolean cancelled = ended.state() == OperationState.CANCELLED;
            return new VivariumException(
                    cancelled ? Kind.CANCELLED : Kind.INTERNAL,
                    cancelled ? "cancelled" : "operation.failed",
                    cancelled ? "it was cancelled" : "the operation failed, and the service does not say why");
        });
    }

    private static VivariumException failure(OperationError e) {
        VivariumException failure = new VivariumException(kind(e.kind()), e.code(), e.message());
        return e.logTail().isEmpty() ? failure : failure.withLog(String.join("\n", e.logTail()));
    }

    private static Kind kind(ErrorKind kind) {
        return kind == ErrorKind.OTHER ? Kind.INTERNAL : Kind.valueOf(kind.name());
    }
}
