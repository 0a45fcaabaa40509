package dev.vivarium.cli.output;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.journal.Json;
import java.io.PrintStream;

/** Every event as one line of JSON, for programs. */
final class EventLines implements ProgressView {
    private final PrintStream err;

    EventLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public void accept(Progress progress) {
        err.println(Json.write(progress));
    }

    @Override
    public void close() {}
}
