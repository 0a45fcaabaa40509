package dev.vivarium.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "0,0.0 s",
        "44,0.0 s",
        "950,1.0 s",
        "59949,59.9 s",
        "59950,1 min 00 s",
        "185000,3 min 05 s",
        "3599600,1 h 00 min",
        "7800000,2 h 10 min",
        "180000000,2 d 2 h",
        "-1500,-1.5 s"
    })
    void timesReadWell(long millis, String expected) {
        assertThat(Elapsed.text(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @Test
    void columnsAlignInAnyScriptAndKeepTheirIndent() {
        assertThat(new Table("NAME", "STATE")
                        .row("муза", "READY")
                        .row("  й\u0306", "\u001b[31mRED\u001b[0m\n")
                        .lines())
                .containsExactly("NAME  STATE", "муза  READY", "  й\u0306   RED");
    }

    @Test
    void logsAreCutAndHarmless() {
        String log = "one\n\n\u001b]0;title\u0007two\r\n" + "x".repeat(500) + "\n\u202elast\u0000  \n\n";
        assertThat(LogLines.last(log, 3)).containsExactly("two", "x".repeat(399) + "…", "last");
        assertThat(LogLines.last("", 3)).isEmpty();
    }

    @Test
    void textWithoutEndIsTamedInBoundedPieces() {
        List<String> lines = new ArrayList<>();
        LineTamer tamer = new LineTamer(lines::add);
        byte[] hostile = "при\u001b]0;title\u0007вет\n\u001b[2J\u001b[31mкрасный\u0000\u202e\n> "
                .getBytes(StandardCharsets.UTF_8);
        for (byte b : hostile) {
            tamer.write(b); // every character and every command is cut somewhere
        }
        assertThat(lines).containsExactly("привет", "красный");
        tamer.flush();
        assertThat(lines.get(2)).isEqualTo(">");
        lines.clear();
        for (int i = 0; i < 3000; i++) {
            tamer.write(new byte[] {'x', (byte) 0xff, 'x'}, 0, 3);
        }
        tamer.flush();
        assertThat(lines).hasSizeBetween(2, 4).allMatch(line -> line.length() <= 4001);
        assertThat(lines.get(0)).startsWith("x\ufffdxx");
    }

    @Test
    void everyKindHasAnExitCodeOfItsOwn() {
        assertThat(Arrays.stream(Kind.values()).map(ExitCode::of))
                .doesNotHaveDuplicates()
                .doesNotContain(0);
        assertThat(ExitCode.of(Kind.INVALID)).isEqualTo(2);
        assertThat(ExitCode.of(Kind.CANCELLED)).isEqualTo(130);
    }

    @Test
    void anErrorSaysWhatWhyAndWhatNext() {
        ErrorReport.show(screen(false, false), failure(), List.of("vivarium show муза", "vivarium rm муза"));
        assertThat(text(err)).isEqualTo("""
                        error: агент упал  [guest.service]
                            │ Traceback
                            │ ValueError
                        try again in 5.0 s
                        next: vivarium show муза
                              vivarium rm муза
                        """);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void withJsonAnErrorIsADocumentToo() {
        ErrorReport.show(screen(true, false), failure(), List.of("vivarium show муза"));
        assertThat(text(out))
                .isEqualTo("{\"error\":{\"kind\":\"GUEST_FAULT\",\"code\":\"guest.service\",\"message\":\"агент упал\","
                        + "\"log\":[\"Traceback\",\"ValueError\"],\"next\":[\"vivarium show муза\"]}}\n");
    }

    @Test
    void coloursComeOnlyWhereTheyAreWanted() {
        assertThat(screen(false, false).styled(Style.RED, "x")).isEqualTo("x");
        assertThat(screen(false, true).styled(Style.RED, "x")).isEqualTo("\u001b[31mx\u001b[0m");
    }

    private static VivariumException failure() {
        return new VivariumException(Kind.GUEST_FAULT, "guest.service", "агент \u001b[1mупал")
                .withLog("Traceback\n\u001b[2JValueError\n")
                .retryAfter(Duration.ofSeconds(5));
    }

    private Screen screen(boolean json, boolean color) {
        return new Screen(stream(out), stream(err), new Screen.Form(json, false, false, color));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }
}
