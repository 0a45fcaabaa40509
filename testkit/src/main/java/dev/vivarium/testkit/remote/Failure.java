package dev.vivarium.testkit.remote;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;

/** A {@link VivariumException} on its way from one process to another. */
record Failure(Kind kind, String code, String message, String log) {

    static Failure of(VivariumException e) {
        return new Failure(e.kind(), e.code(), e.message(), e.logTail());
    }

    VivariumException exception() {
        return new VivariumException(kind, code, message).withLog(log);
    }
}
