package dev.vivarium.cli.output;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.guest.Printable;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A line with a time stamp for each step that ends, and now and then one for a step that takes long: for logs. */
final class PlainProgress implements ProgressView {
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream err;
    private final ZoneId zone;
    private final Map<String, String> texts = new HashMap<>();
    private Instant lastLine = Instant.EPOCH;

    PlainProgress(PrintStream err, ZoneId zone) {
        this.err = err;
        this.zone = zone;
    }

    @Override
    public synchronized void accept(Progress p) {
        String text = texts.getOrDefault(p.step(), p.step());
        switch (p.phase()) {
            case WAITING -> line(p, "waiting: " + p.what());
            case STEP_STARTED -> {
                texts.put(p.step(), p.what());
                lastLine = p.at();
            }
            case STEP_PROGRESS -> {
                if (!p.at().isBefore(lastLine.plus(SILENCE))) {
                    line(p, text + " … " + p.what() + " (" + Elapsed.text(p.elapsed()) + ")");
                }
            }
            case STEP_FINISHED -> line(p, text + ": " + Elapsed.text(p.elapsed()));
            case STEP_UNDOING -> line(p, "undoing: " + text);
            case ENDED -> {}
        }
    }

    @Override
    public void close() {}

    private void line(Progress p, String text) {
        String place = p.index() > 0 ? p.kind() + " " + p.index() + "/" + p.count() : p.kind();
        err.println(TIME.format(p.at().atZone(zone)) + "  " + place + "  " + Printable.line(text));
        lastLine = p.at();
    }
}
