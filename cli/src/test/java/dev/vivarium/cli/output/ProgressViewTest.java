package dev.vivarium.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.engine.Progress.Phase;
import dev.vivarium.core.model.OperationId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ProgressViewTest {
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final OperationId OPERATION = new OperationId(new UUID(0, 7));
    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void plainLinesHaveTimesAndComeSeldom() {
        play(new Screen.Form(false, false, false, false));
        assertThat(text()).isEqualTo("""
                        12:00:00  create  waiting: another process is working on this node
                        12:00:02  create 1/2  getting the image: 2.0 s
                        12:00:22  create 2/2  booting … 40 lines on the console (20.0 s)
                        12:00:30  create 1/2  undoing: getting the image
                        """);
    }

    @Test
    void aTerminalShowsOneLineThatSettles() {
        play(new Screen.Form(false, false, true, false));
        assertThat(text().replaceAll("\r\u001b\\[K", "\n"))
                .contains("\n  ✓ getting the image ")
                .contains("████████████ ", "booting · 40 lines on the console")
                .contains("\n  ✗ booting ")
                .contains("undoing: getting the image")
                .contains("\n  ↩ undoing: getting the image")
                .endsWith("\n");
        assertThat(text().split("\r\u001b\\[K"))
                .allMatch(painted -> painted.strip().length() < 80);
    }

    @Test
    void eventsAreLinesOfJson() {
        play(new Screen.Form(true, true, true, false));
        assertThat(text().lines()).hasSize(8);
        assertThat(text())
                .contains(
                        "{\"operation\":\"00000000-0000-0000-0000-000000000007\",\"kind\":\"create\",\"step\":\"image\","
                                + "\"index\":1,\"count\":2,\"phase\":\"STEP_FINISHED\",\"fraction\":1.0,\"what\":\"\","
                                + "\"at\":\"2026-03-01T09:00:02Z\",\"elapsed\":\"PT2S\"}\n");
    }

    private void play(Screen.Form form) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (ProgressView view = ProgressView.on(new Screen(stream, stream, form), MOSCOW)) {
            view.accept(event("", 0, Phase.WAITING, -1, "another process is working on this node", 0, 0));
            view.accept(event("image", 1, Phase.STEP_STARTED, -1, "getting the image", 0, 0));
            view.accept(event("image", 1, Phase.STEP_PROGRESS, 1, "3 MiB", 1, 1));
            view.accept(event("image", 1, Phase.STEP_FINISHED, 1, "", 2, 2));
            view.accept(event("boot", 2, Phase.STEP_STARTED, -1, "booting", 2, 0));
            view.accept(event("boot", 2, Phase.STEP_PROGRESS, -1, "40 lines on the console", 22, 20));
            view.accept(event("image", 1, Phase.STEP_UNDOING, -1, "getting the image", 30, 0));
            view.accept(event("", 0, Phase.ENDED, 1, "the guest died", 31, 31));
        }
    }

    private static Progress event(
            String step, int index, Phase phase, double fraction, String what, int second, int elapsed) {
        return new Progress(
                OPERATION,
                "create",
                step,
                index,
                2,
                phase,
                fraction,
                what,
                START.plusSeconds(second),
                Duration.ofSeconds(elapsed));
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
