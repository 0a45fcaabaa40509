package dev.vivarium.cloudinit.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    private enum Gear {
        SLOW,
        VERY_FAST
    }

    private static YamlMap map(String text) {
        return Yaml.read("a.yaml", text);
    }

    private static YamlValue x(String written) {
        return map("x: " + written + "\n").required("x");
    }

    private static void fails(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessage(message);
    }

    @Test
    void readsEveryType() {
        YamlMap map = map("""
                name: муза # her name
                cores: 4
                size: -9000000000
                gpu: false
                gear: very-fast
                paths: [models, "a: b"]
                nested:
                  - text: |
                      one
                      two
                """);
        assertThat(map.required("name").asString()).isEqualTo("муза");
        assertThat(map.required("cores").asInt(1, 4)).isEqualTo(4);
        assertThat(map.required("size").asLong(Long.MIN_VALUE, 0)).isEqualTo(-9_000_000_000L);
        assertThat(map.required("gpu").asBool()).isFalse();
        assertThat(map.required("gear").asEnum(Gear.class)).isEqualTo(Gear.VERY_FAST);
        assertThat(map.required("paths").asStringList()).containsExactly("models", "a: b");
        YamlValue text = map.required("nested").asList().get(0).asMap().required("text");
        assertThat(text.asString()).isEqualTo("one\ntwo\n");
        assertThat(text.name()).isEqualTo("nested[0].text");
        assertThat(text.line()).isEqualTo(8);
        assertThat(map.optional("absent")).isEmpty();
        map.finish();
    }

    @Test
    void givesTheUsersOwnKeysInOrder() {
        YamlMap map = map("z: 1\na: 2\n");
        assertThat(map.entries().keySet()).containsExactly("z", "a");
        map.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "0x", "1.2.3", "\"12\"", "'true'", "1_000", "12:30"})
    void takesAsTextWhatYaml12DoesNotType(String written) {
        assertThat(x(written).asString()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, the number 1.10; put it in quotes",
        "0x1F, the number 0x1F; put it in quotes",
        "True, True; put it in quotes",
        "~, nothing",
        "'', nothing",
        "'[1]', a list",
        "'{a: 1}', a map of keys"
    })
    void refusesWhatIsNotText(String written, String found) {
        fails(() -> x(written).asString(), "a.yaml:1: x: expected text, found " + found);
    }

    @ParameterizedTest
    @CsvSource({
        "0, the number 0",
        "65536, the number 65536",
        "1.0, the number 1.0",
        "80 GiB, the text '80 GiB'",
        "'\"80\"', the text '80'",
        "0x50, the number 0x50",
        "99999999999999999999, the number 99999999999999999999",
        "999999999999999999999, the number 999999999999999999999",
    })
    void holdsNumbersToTheirBounds(String written, String found) {
        fails(() -> x(written).asInt(1, 65535), "a.yaml:1: x: expected a whole number from 1 to 65535, found " + found);
    }

    @Test
    void saysWhatWasExpected() {
        fails(() -> x("yes").asBool(), "a.yaml:1: x: expected true or false, found the text 'yes'");
        fails(
                () -> x("fast").asEnum(Gear.class),
                "a.yaml:1: x: expected one of slow, very-fast, found the text 'fast'");
        fails(() -> x("text").asMap(), "a.yaml:1: x: expected a map of keys, found the text 'text'");
        fails(() -> x("{}").asList(), "a.yaml:1: x: expected a list, found a map of keys");
        fails(() -> x("[a, 1]").asStringList(), "a.yaml:1: x[1]: expected text, found the number 1; put it in quotes");
        fails(() -> map("- a\n"), "a.yaml:1: the document: expected a map of keys, found a list");
        fails(
                () -> x("'" + "ж".repeat(500) + "'").asBool(),
                "a.yaml:1: x: expected true or false, found the text '" + "ж".repeat(60) + "…'");
        assertThat(x("a").fail("no such thing")).hasMessage("a.yaml:1: x: no such thing");
        assertThat(map("\nx: a").fail("is odd")).hasMessage("a.yaml:2: the document: is odd");
    }

    @Test
    void refusesUnknownAndMissingKeys() {
        YamlMap map = map("name: a\nnested:\n  prots: []\n  cpu_features: []\n");
        fails(
                () -> map.required("nme"),
                "a.yaml:1: the document: the key 'nme' is missing; is 'name' in line 1 meant?");
        fails(() -> map.required("zone"), "a.yaml:1: the document: the key 'zone' is missing");
        YamlMap nested = map.required("nested").asMap();
        nested.optional("ports");
        fails(nested::finish, "a.yaml:3: nested: unknown key 'prots'; did you mean 'ports'?");
        nested.optional("prots");
        nested.optional("cpuFeatures");
        fails(nested::finish, "a.yaml:4: nested: unknown key 'cpu_features'; did you mean 'cpuFeatures'?");
        fails(
                () -> {
                    YamlMap other = map("zebra: 1\n");
                    other.optional("a");
                    other.finish();
                },
                "a.yaml:1: the document: unknown key 'zebra'; known here: a");
    }

    @Test
    void refusesWhatHidesMeaning() {
        fails(() -> map("a: 1\nb: 2\na: 3\n"), "a.yaml:3: the key 'a' is already in line 1");
        fails(() -> map("a: &x 1\nb: *x\n"), "a.yaml:1: anchors (&name) are not read; remove it");
        fails(() -> map("b: *x\n"), "a.yaml:1: aliases (*name) are not read; write the value out");
        fails(() -> map("a: 1\n---\nb: 2\n"), "a.yaml:2: a second document starts here; expected only one");
        fails(() -> map("a: !!int 1\n"), "a.yaml:1: tags (tag:yaml.org,2002:int) are not read; remove it");
        fails(() -> map("\n? [a]\n: 1\n"), "a.yaml:2: a key must be plain text, not a list or a map");
        fails(() -> map("k".repeat(257) + ": 1\n"), "a.yaml:1: a key longer than 256 characters");
        fails(() -> map("# nothing\n"), "a.yaml: empty: expected a map of keys");
        fails(() -> map("---\n"), "a.yaml:2: the document: expected a map of keys, found nothing");
    }

    @Test
    void namesTheLineOfBadSyntax() {
        assertThatThrownBy(() -> map("a: 1\nb: [1, 2\nc: 3\n"))
                .hasMessageStartingWith("a.yaml:3: not well-formed YAML: expected ',' or ']'");
        assertThatThrownBy(() -> map("a: 1\n\tb: 2\n")).hasMessageStartingWith("a.yaml:2: not well-formed YAML: ");
        fails(() -> map("a: ж\nb: \u0000\n"), "a.yaml:2: the character U+0000 is not allowed in YAML");
    }

    @Test
    void survivesHostileDepthAndSize() {
        String nested = "a: " + "[".repeat(500_000);
        fails(() -> map(nested), "a.yaml:1: nested deeper than 32 levels");
        assertThatThrownBy(() -> map("{".repeat(100_000))).isInstanceOf(InputException.class);
        assertThat(x("[".repeat(30) + "]".repeat(30)).isList()).isTrue();
        fails(
                () -> map("a: '" + "ж".repeat(Yaml.MAX_BYTES / 2) + "'"),
                "a.yaml: larger than 1048576 bytes; no document of ours is");
    }

    @Test
    void readsFilesAsStrictUtf8(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("имя.yaml");
        Files.writeString(file, "\uFEFFx: да\n");
        assertThat(Yaml.readFile(file).required("x").asString()).isEqualTo("да");
        Files.write(file, new byte[] {'x', ':', '\n', '\n', ' ', (byte) 0xff});
        fails(() -> Yaml.readFile(file), file + ":3: this is not UTF-8 text; save the file as UTF-8");
        Files.write(file, new byte[Yaml.MAX_BYTES + 1]);
        fails(() -> Yaml.readFile(file), file + ": larger than 1048576 bytes; no document of ours is");
        fails(() -> Yaml.readFile(dir), dir + ": there is no such file");
    }

    @Test
    void linesAreExactInALongDocument() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            text.append("k").append(i).append(": [").append(i).append("]\r\n");
        }
        YamlMap map = map(text.toString());
        for (int i : List.of(1, 777, 20_000)) {
            assertThat(map.required("k" + i).asList().get(0).line()).isEqualTo(i);
        }
    }
}
