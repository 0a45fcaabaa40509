package dev.vivarium.cli.output;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.guest.Printable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One line on a terminal, painted again several times a second; a step that ends leaves a line of its own. */
final class PaintedProgress implements ProgressView {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String CLEAR = "\r\u001b[K";
    private static final int WIDTH = 79;
    private static final int BAR = 12;

    private final Screen screen;
    private final ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vivarium-progress");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Progress last;
    private long lastSeen;
    private String text = "";
    private boolean undoing;
    private int frame;

    PaintedProgress(Screen screen) {
        this.screen = screen;
        painter.scheduleWithFixedDelay(this::paint, 100, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void accept(Progress p) {
        switch (p.phase()) {
            case STEP_STARTED -> {
                text = p.what();
                show(p);
            }
            case STEP_FINISHED -> settle(screen.styled(Style.GREEN, "✓"), text, p.elapsed());
            case STEP_UNDOING -> {
                fail();
                undoing = true;
                text = "undoing: " + p.what();
                show(p);
            }
            case WAITING -> {
                text = p.what();
                show(p);
            }
            case STEP_PROGRESS -> show(p);
            case ENDED -> fail();
        }
    }

    @Override
    public synchronized void close() {
        painter.shutdownNow();
        screen.err().print(CLEAR);
        screen.err().flush();
    }

    private void show(Progress p) {
        last = p;
        lastSeen = System.nanoTime();
        paint();
    }

    /** What was still running when the operation ended is what failed. */
    private void fail() {
        Progress running = last;
        if (running != null) {
            String mark = undoing ? screen.styled(Style.YELLOW, "↩") : screen.styled(Style.RED, "✗");
            settle(mark, text, sinceStart(running));
        }
    }

    private void settle(String mark, String what, Duration took) {
        last = null;
        screen.err().printf("%s  %s %-44s %12s%n", CLEAR, mark, Printable.line(what), Elapsed.text(took));
    }

    private synchronized void paint() {
        Progress p = last;
        if (p == null) {
            return;
        }
        frame = (frame + 1) % SPINNER.length();
        String detail = p.phase() == Progress.Phase.STEP_PROGRESS && !p.what().equals(text)
                ? " · " + Printable.line(p.what())
                : "";
        String line =
                String.format(Locale.ROOT, "  %s %s%s", Elapsed.text(sinceStart(p)), Printable.line(text), detail);
        String start = "  " + SPINNER.charAt(frame) + (p.fraction() >= 0 ? " " + bar(p.fraction()) : "");
        screen.err().print(CLEAR + cut(start + line));
        screen.err().flush();
    }

    private Duration sinceStart(Progress p) {
        return p.elapsed().plusNanos(System.nanoTime() - lastSeen);
    }

    private static String bar(double fraction) {
        int full = (int) Math.round(Math.min(1, fraction) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private static String cut(String line) {
        return line.codePointCount(0, line.length()) <= WIDTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDTH - 1)) + "…";
    }
}
