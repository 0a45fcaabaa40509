package dev.vivarium.cli.output;

import dev.vivarium.core.journal.Json;
import java.io.PrintStream;

/**
 * Where results ({@code out}) and everything else ({@code err}) go.
 *
 * @param out results: text or one JSON document
 * @param err progress, warnings, errors
 * @param form how it is written
 */
public record Screen(PrintStream out, PrintStream err, Form form) {

    /**
     * How it is written.
     *
     * @param json results as one JSON document
     * @param events progress as JSON lines
     * @param terminal {@code err} is a terminal: one line is painted again and again
     * @param color colours are wanted and possible
     */
    public record Form(boolean json, boolean events, boolean terminal, boolean color) {}

    /** A line of the result; not shown with {@code --json}. */
    public void say(String line) {
        if (!form.json()) {
            out.println(line);
        }
    }

    /** A table as the result; not shown with {@code --json}. */
    public void say(Table table) {
        table.lines().forEach(this::say);
    }

    /** The result as JSON; not shown without {@code --json}. */
    public void document(Object value) {
        if (form.json()) {
            out.println(Json.write(value));
        }
    }

    /** A line beside the result. */
    public void note(String line) {
        err.println(line);
    }

    /** The text in this style, where colours are wanted. */
    public String styled(Style style, String text) {
        return form.color() ? style.paint(text) : text;
    }
}
