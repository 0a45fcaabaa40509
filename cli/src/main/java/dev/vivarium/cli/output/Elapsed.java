package dev.vivarium.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as people read them: {@code 0.3 s}, {@code 47.2 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
public final class Elapsed {
    private Elapsed() {}

    /** The text; a negative length has a minus. */
    public static String text(Duration time) {
        if (time.isNegative()) {
            return "-" + text(time.negated());
        }
        long tenths = (time.toMillis() + 50) / 100;
        if (tenths < 600) {
            return String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
        }
        long seconds = (time.toMillis() + 500) / 1000;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        return seconds < 48 * 3600
                ? String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60)
                : String.format(Locale.ROOT, "%d d %d h", seconds / 86_400, seconds % 86_400 / 3600);
    }
}
