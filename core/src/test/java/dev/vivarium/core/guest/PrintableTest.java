package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrintableTest {

    @ParameterizedTest
    @MethodSource
    void keepsLettersAndDropsCommands(String hostile, String safe) {
        assertThat(Printable.text(hostile)).isEqualTo(safe);
    }

    static String[][] keepsLettersAndDropsCommands() {
        return new String[][] {
            {"привет, 世界 🙂\n\tok", "привет, 世界 🙂\n\tok"},
            {"\u001b[31mred\u001b[0m", "red"},
            {"\u001b[2J\u001b[1;1Hclear", "clear"},
            {"\u001b]0;title\u0007x\u001b]52;c;cm0gLXJm\u001b\\y", "xy"},
            {"\u001bP1$r\u001b\\z\u009b5mq", "zq"},
            {"\u001b(Bplain\u001bc", "plain"},
            {"a\rb\r\nc\u2028d", "a\nb\nc\nd"},
            {"bell\u0007 back\b del\u007f nul\0", "bell back del nul"},
            {"evil\u202egnp.exe\u2066\ufeff\u200b", "evilgnp.exe"},
            {"half \ud83d end", "half  end"},
            {"\u001b", ""},
            {"\u001b[", ""},
        };
    }

    @Test
    void makesOneLineOfLimitedLength() {
        assertThat(Printable.line(" one\n\ttwo \u001b[1mthree ")).isEqualTo("one two three");
        assertThat(Printable.line("я".repeat(5000))).hasSize(301).endsWith("…");
        assertThat(Printable.line("🙂".repeat(5000)).codePointCount(0, 602 - 1)).isEqualTo(301);
    }

    @ParameterizedTest
    @CsvSource({"1, d", "2, 'c\nd'", "9, 'a\nb\nc\nd'"})
    void keepsTheLastLines(int lines, String expected) {
        assertThat(Printable.tail("a\nb\nc  \r\nd\n\n", lines)).isEqualTo(expected);
        assertThat(Printable.lastLine("a\nb\u001b[0m\n\n")).isEqualTo("b");
        assertThat(Printable.lastLine("")).isEmpty();
    }
}
