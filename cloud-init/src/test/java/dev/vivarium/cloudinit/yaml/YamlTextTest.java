package dev.vivarium.cloudinit.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    @Test
    void writesEveryType() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("text", "a: b");
        document.put("yes", true);
        document.put("12", 12);
        document.put("ключ", 9_000_000_000L);
        document.put("empty", List.of());
        document.put("none", Map.of());
        document.put("words", List.of("ls", "-l"));
        document.put("script", "#!/bin/sh\n\n\techo \"да\"  \n");
        document.put("cut", "a\nb");
        document.put("nested", List.of(Map.of("a", List.of(List.of("x", "y"), List.of("two\nlines", 1)))));
        assertThat(YamlText.of(document)).isEqualTo("""
                text: "a: b"
                "yes": true
                "12": 12
                "ключ": 9000000000
                empty: []
                none: {}
                words: ["ls", "-l"]
                script: |
                  #!/bin/sh

                  	echo "да"\s\s
                cut: |-
                  a
                  b
                nested:
                  - a:
                      - ["x", "y"]
                      - - |-
                          two
                          lines
                        - 1
                """);
        assertThat(YamlText.of(Map.of())).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yes",
                "~",
                "null",
                "012",
                "1e3",
                "1:30",
                "# no comment",
                "a # b",
                "a: b",
                "- a",
                "---",
                "...",
                "|",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a`",
                "{a",
                "[a",
                "'a'",
                "\"a\"",
                "\\",
                "\\0",
                " lead",
                "trail ",
                "\t",
                "a\tb",
                "\n",
                "\n\n",
                "a\n",
                "a\n\n",
                "\na\n",
                " a\nb\n",
                "a\n  b\n\n c",
                "a\r\nb",
                "---\na",
                "a\n---\n",
                "a\n...\n",
                "Весы: модели",
                "«Ёж» — №1…",
                "\u0085",
                "\u00a0",
                "\u2028",
                "\ufeff",
                "\u007f",
                "\u0001",
                "\uD83D\uDC1F",
                "\uffff",
                "中文",
                "e\u0301",
                "a\n\u2028b\n",
                "a\n b \n",
                "a\n#b\n",
                "key: |\n  text\n"
            })
    void comesBackAsItWas(String text) {
        String document = YamlText.of(Map.of("a", Map.of("x", text, "y", List.of(text, List.of(text))), text, "key"));
        YamlMap read = Yaml.read("a.yaml", document);
        assertThat(read.required("a").asMap().required("x").asString()).isEqualTo(text);
        List<YamlValue> list = read.required("a").asMap().required("y").asList();
        assertThat(list.get(0).asString()).isEqualTo(text);
        assertThat(list.get(1).asStringList()).containsExactly(text);
        assertThat(read.required(text).asString()).isEqualTo("key");
    }

    @Test
    void anyTextComesBack() {
        for (String text : anyTexts(2000)) {
            String document = YamlText.of(Map.of("x", List.of(Map.of("y", text))));
            YamlValue item =
                    Yaml.read("a.yaml", document).required("x").asList().get(0);
            assertThat(item.asMap().required("y").asString()).as(document).isEqualTo(text);
        }
    }

    private static List<String> anyTexts(int count) {
        Random random = new Random(7);
        String alphabet = "a :#-\n\t\r\"'\\|>&*!%@`{}[],?ж\u0085\u2028~0\u0007«";
        return Stream.generate(() -> random.ints(random.nextInt(12), 0, alphabet.length())
                        .mapToObj(i -> alphabet.substring(i, i + 1))
                        .collect(Collectors.joining()))
                .limit(count)
                .toList();
    }

    /** cloud-init reads with PyYAML, which follows YAML 1.1. */
    @Test
    void pythonReadsTheSame(@TempDir Path dir) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is missing; apt-get install python3-yaml");
        String print = "import sys, yaml\n"
                + "for text in yaml.safe_load(open(sys.argv[1], 'rb'))['texts']: print(text.encode().hex())";
        Path file = dir.resolve("a.yaml");
        List<String> texts = anyTexts(1000);
        Files.writeString(file, YamlText.of(Map.of("texts", texts)));
        Process python = new ProcessBuilder("/usr/bin/python3", "-c", print, file.toString())
                .redirectErrorStream(true)
                .start();
        List<String> printed = new String(python.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        boolean absent = python.waitFor() != 0 && printed.toString().contains("No module named");
        assumeFalse(absent, "python3 has no yaml module; get it with: apt-get install python3-yaml");
        assertThat(printed)
                .containsExactlyElementsOf(texts.stream()
                        .map(text -> HexFormat.of().formatHex(text.getBytes(UTF_8)))
                        .toList());
    }

    @Test
    void refusesWhatNoGuestTakes() {
        assertThatIllegalArgumentException().isThrownBy(() -> YamlText.of(Map.of("a", "x\u0000")));
        assertThatIllegalArgumentException().isThrownBy(() -> YamlText.of(Map.of("a", "line\n\u0000")));
        assertThatIllegalArgumentException().isThrownBy(() -> YamlText.of(Map.of("a", "\uD83D")));
        assertThatIllegalArgumentException().isThrownBy(() -> YamlText.of(Map.of("a", 1.5)));
    }
}
