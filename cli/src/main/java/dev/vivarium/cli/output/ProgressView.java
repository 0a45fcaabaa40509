package dev.vivarium.cli.output;

import dev.vivarium.core.engine.Progress;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Shows how an operation gets on, in the form that the screen asks for. */
public interface ProgressView extends Consumer<Progress>, AutoCloseable {

    /** The view for this screen. */
    static ProgressView on(Screen screen, ZoneId zone) {
        if (screen.form().events()) {
            return new EventLines(screen.err());
        }
        return screen.form().terminal() ? new PaintedProgress(screen) : new PlainProgress(screen.err(), zone);
    }

    /** Leaves the screen clean. */
    @Override
    void close();
}
