package dev.vivarium.bench;

import dev.vivarium.core.journal.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one run measured, as a table for people and as JSON.
 *
 * @param at when
 * @param machine where: what Java knows of it, nothing that names it
 * @param pairs how many were counted
 */
record Report(Instant at, String machine, int pairs, List<Measured> measured) {

    Report {
        measured = List.copyOf(measured);
    }

    /** Processors, system and Java of the machine that we run on. */
    static String thisMachine() {
        return String.join(
                ", ",
                Runtime.getRuntime().availableProcessors() + " processors",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Java " + System.getProperty("java.version"));
    }

    /** The table, then a list of what was done. */
    String markdown() {
        StringBuilder out = new StringBuilder("Medians (min–max) of " + pairs + " pairs; " + machine + ".\n\n"
                + "| benchmark | ours | raw | ours / raw, pair by pair |\n|---|---|---|---|\n");
        measured.forEach(m -> out.append("| %s | %s | %s | %s |\n"
                .formatted(m.name(), times(m.oursSeconds()), times(m.rawSeconds()), ratios(m.ratios()))));
        out.append('\n');
        measured.forEach(m -> out.append("- ").append(explained(m)).append('\n'));
        return out.toString();
    }

    /** All single times too, in seconds. */
    String json() {
        return Json.write(new Document(
                1, at, machine, pairs, measured.stream().map(m -> Figures.of(m)).toList()));
    }

    private static String explained(Measured m) {
        String raw = m.raw().isEmpty() ? "" : " against `" + m.raw() + "`";
        String note = m.note().isEmpty() ? "" : " (" + m.note() + ")";
        return m.name() + ": " + m.work() + "; `" + m.ours() + "`" + raw + note;
    }

    private static String times(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return "–";
        }
        Spread s = Spread.of(seconds);
        boolean brief = s.median() < 1;
        double scale = brief ? 1000 : 1;
        String form = s.median() * scale < 100 ? "%.1f (%.1f–%.1f) %s" : "%.0f (%.0f–%.0f) %s";
        return String.format(
                Locale.ROOT, form, s.median() * scale, s.min() * scale, s.max() * scale, brief ? "ms" : "s");
    }

    private static String ratios(List<Double> ratios) {
        if (ratios.isEmpty()) {
            return "–";
        }
        Spread s = Spread.of(ratios);
        return String.format(Locale.ROOT, "**%.2f** (%.2f–%.2f)", s.median(), s.min(), s.max());
    }

    private record Document(int version, Instant at, String machine, int pairs, List<Figures> results) {}

    private record Figures(
            Measured measured, List<Double> ratios, Spread ours, Optional<Spread> raw, Optional<Spread> ratio) {
        static Figures of(Measured m) {
            return new Figures(m, m.ratios(), Spread.of(m.oursSeconds()), spread(m.rawSeconds()), spread(m.ratios()));
        }

        private static Optional<Spread> spread(List<Double> values) {
            return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
        }
    }
}
