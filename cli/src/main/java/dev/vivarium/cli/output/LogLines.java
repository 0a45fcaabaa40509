package dev.vivarium.cli.output;

import dev.vivarium.core.guest.Printable;
import java.util.List;

/** The end of a log from outside, made safe to show: see {@link Printable}. */
public final class LogLines {
    private static final int LONGEST = 400;

    private LogLines() {}

    /** The last lines that say something, each cut to a readable length. */
    public static List<String> last(String log, int count) {
        List<String> lines = Printable.text(log)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .map(LogLines::cut)
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private static String cut(String line) {
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
