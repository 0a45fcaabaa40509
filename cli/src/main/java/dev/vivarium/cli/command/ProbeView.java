package dev.vivarium.cli.command;

import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.ProbeReport.Question;
import dev.vivarium.core.model.ProbeReport.Row;
import dev.vivarium.core.model.ProbeReport.Sample;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Answers under limits as people read them: a table, and below it what is not the same. */
final class ProbeView {
    private ProbeView() {}

    static void show(Screen screen, ProbeReport report) {
        Table table = new Table("LIMIT", "PROBE", "MEDIAN", "FROM - TO", "CHARS/S", "TOKENS/S", "ANSWERS");
        for (Row row : report.rows()) {
            String limit = row.limits().text();
            row.refused().ifPresent(why -> table.row(limit, "-", "-", "-", "-", "-", "not possible"));
            for (int i = 0; i < row.questions().size(); i++) {
                Question q = row.questions().get(i);
                table.row(
                        limit,
                        q.name(),
                        seconds(q.median()),
                        seconds(q.fastest()) + " - " + seconds(q.slowest()),
                        number(q.charactersPerSecond()),
                        q.tokensPerSecond().map(ProbeView::number).orElse("-"),
                        verdict(q, unlimited(report, i), row == report.rows().get(0)));
            }
        }
        screen.say(table);
        report.rows().forEach(row -> notes(screen, report, row));
    }

    private static Question unlimited(ProbeReport report, int question) {
        return report.rows().get(0).questions().get(question);
    }

    private static String verdict(Question q, Question unlimited, boolean first) {
        int count = q.samples().size();
        if (q.failed() > 0) {
            return q.failed() + " of " + count + " failed";
        }
        if (first) {
            return q.varies() ? "vary" : "all the same";
        }
        long differing = q.differing(unlimited);
        return differing == 0 ? "as without limits" : differing + " of " + count + " differ";
    }

    private static void notes(Screen screen, ProbeReport report, Row row) {
        String limit = row.limits().text();
        row.refused().ifPresent(why -> screen.say(limit + " is not possible: " + Printable.line(why)));
        if (!row.how().isEmpty()) {
            screen.say(screen.styled(Style.DIM, limit + ": " + Printable.line(row.how())));
        }
        for (int i = 0; i < row.questions().size(); i++) {
            Question q = row.questions().get(i);
            Question before = unlimited(report, i);
            if (q.differing(before) > 0) {
                screen.say("  " + Printable.line(q.name()) + " answered " + said(other(q, before)) + " instead of "
                        + said(before.samples().stream()
                                .filter(s -> s.failure().isEmpty())
                                .findFirst()));
            }
            q.samples().stream()
                    .flatMap(s -> s.failure().stream())
                    .distinct()
                    .forEach(why -> screen.say("  " + Printable.line(q.name()) + " failed: " + Printable.line(why)));
        }
    }

    private static Optional<Sample> other(Question q, Question before) {
        return q.samples().stream()
                .filter(s -> s.failure().isEmpty())
                .filter(s -> before.samples().stream().noneMatch(b -> b.digest().equals(s.digest())))
                .findFirst();
    }

    private static String said(Optional<Sample> sample) {
        return sample.map(s -> "«" + Printable.line(s.answer()) + "»").orElse("nothing");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
