package dev.vivarium.cli.output;

import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;

/** A failure as people and programs read it: what happened, the log that explains it, and what to do next. */
public final class ErrorReport {
    private static final int LOG_LINES = 15;

    private ErrorReport() {}

    /**
     * Shows it on standard error; with {@code --json} also as the document on standard output.
     *
     * @param next commands that help, as the user would type them
     */
    public static void show(Screen screen, VivariumException failure, List<String> next) {
        List<String> log = LogLines.last(failure.logTail(), LOG_LINES);
        String message = Printable.text(failure.message()).strip();
        screen.note(
                screen.styled(Style.RED, "error: ") + message + screen.styled(Style.DIM, "  [" + failure.code() + "]"));
        log.forEach(line -> screen.note("    │ " + line));
        failure.retryAfter().ifPresent(delay -> screen.note("try again in " + Elapsed.text(delay)));
        for (int i = 0; i < next.size(); i++) {
            screen.note((i == 0 ? "next: " : "      ") + next.get(i));
        }
        screen.document(new Document(new Failure(failure.kind(), failure.code(), message, log, next)));
    }

    /** The document. */
    record Document(Failure error) {}

    /** Its content. */
    record Failure(Kind kind, String code, String message, List<String> log, List<String> next) {
        Failure {
            log = List.copyOf(log);
            next = List.copyOf(next);
        }
    }
}
