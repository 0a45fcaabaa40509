package dev.vivarium.cloudinit.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that mean harm; what is refused for being unclear is in {@link YamlTest}. */
class HostileDocumentTest {
    @Test
    void aBillionLaughsIsNotTold() {
        StringBuilder lol = new StringBuilder("a0: &a0 lol\n");
        for (int i = 1; i < 10; i++) {
            lol.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        refused(lol.toString(), "a.yaml:1: anchors (&name) are not read");
    }

    @Test
    void mergeKeysMergeNothing() {
        YamlMap map = Yaml.read("a.yaml", "<<: {version: 1}\n");
        assertThat(map.optional("version")).isEmpty();
        assertThatThrownBy(map::finish).hasMessageContaining("unknown key '<<'");
        refused("a: &x {b: 1}\nc: {<<: *x}\n", "anchors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0o17",
                "0x1F",
                "1e400",
                "-1e400",
                ".inf",
                ".nan",
                "1.",
                "1_000",
                "017e",
                "9999999999999999999999"
            })
    void numbersThatAreNoWholeOnesAreNoIntegers(String written) {
        YamlValue value = Yaml.read("a.yaml", "x: " + written + "\n").required("x");
        assertThatThrownBy(() -> value.asLong(Long.MIN_VALUE, Long.MAX_VALUE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected a whole number");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32", "windows-1251"})
    void onlyUtf8IsText(Charset charset, @TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("a.yaml"), "имя: муза\n".getBytes(charset));
        assertThatThrownBy(() -> Yaml.readFile(file)).isInstanceOf(InputException.class);
    }

    @Test
    void aHundredThousandKeysAreReadOrRefusedQuickly() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            keys.append('k').append(i).append(": 1\n");
        }
        assertThat(keys.length()).isLessThan(Yaml.MAX_BYTES);
        YamlMap map = Yaml.read("a.yaml", keys.toString());
        assertThat(map.optional("version")).isEmpty();
        assertThatThrownBy(map::finish).hasMessageContaining("unknown key 'k0'");
        assertThatThrownBy(() -> map.required("version")).hasMessageContaining("'version' is missing");
    }

    @Test
    void aLineOfAMegabyteIsOneLine() {
        String text = "x: '" + "я".repeat(500_000) + "'\n";
        assertThat(Yaml.read("a.yaml", text).required("x").asString()).hasSize(500_000);
        assertThatThrownBy(() -> Yaml.read("a.yaml", text).required("x").asBool())
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200));
        refused("[" + "a,".repeat(500_000), "not well-formed YAML");
        refused("x: " + "{a: ".repeat(50_000), "nested deeper than 32 levels");
        refused("- ".repeat(50_000), "nested deeper than 32 levels");
    }

    @Test
    void whatPrintsNothingIsNoText() {
        refused("x: a\u0007b\n", "U+0007 is not allowed");
        refused("x: a\u001b[31m\n", "U+001B is not allowed");
        refused("x: \ud800\n", "is not allowed");
        refused("%YAML 9.9\n---\nx: 1\n", "not well-formed YAML");
    }

    private static void refused(String text, String problem) {
        assertThatThrownBy(() -> Yaml.read("a.yaml", text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(problem);
    }
}
