package dev.vivarium.cloudinit.iso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoWriterTest {
    @TempDir
    Path dir;

    private byte[] image(Map<String, byte[]> files) throws IOException {
        Path file = Files.createTempFile(dir, "image", ".iso");
        Files.delete(file);
        try (IsoWriter iso = IsoWriter.create(file, "TEST")) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                add(iso, one.getKey(), one.getValue());
            }
            iso.finish();
        }
        return Files.readAllBytes(file);
    }

    private static void add(IsoWriter iso, String path, byte[] content) throws IOException {
        if (path.endsWith("/")) {
            iso.directory(path.substring(0, path.length() - 1));
            return;
        }
        try (OutputStream out = iso.file(path)) {
            out.write(content);
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Map<String, String> digests(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .filter(e -> !e.getKey().endsWith("/"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> Digest.of(e.getValue()).hex(), (a, b) -> b, TreeMap::new));
    }

    @Test
    void isTheSameForTheSameInputOnly() throws IOException {
        Map<String, byte[]> files = Map.of("a", bytes(10));
        assertThat(image(files)).isEqualTo(image(files)).isNotEqualTo(image(Map.of("a", bytes(11))));
        // Pinned: media are named by their digest, so a change of the layout makes every cached medium anew.
        assertThat(Digest.of(image(new LinkedHashMap<>(Map.of("имя/a.txt", bytes(5000)))))
                        .hex())
                .isEqualTo("ba6e5939f9cdd34dce46eb6cb6249a3d3a93f8e759d05eee278d6e90f6578638");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 4096, 128 * 2048 - 1, 128 * 2048, 128 * 2048 + 1, 1_000_003})
    void keepsContentAroundTheLimitsOfSectorsAndBuffer(int size) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("first", bytes(size));
        files.put("empty", new byte[0]);
        files.put("second", bytes(size + 1));
        byte[] image = image(files);
        assertThat(image.length % 2048).isZero();
        assertThat(digests(IsoReader.rockRidge(image).files())).isEqualTo(digests(files));
        assertThat(digests(IsoReader.joliet(image).files())).isEqualTo(digests(files));
    }

    @Test
    void keepsLongAndCyrillicNamesAndModes() throws IOException {
        String longest = "я".repeat(125);
        Path file = dir.resolve("names.iso");
        try (IsoWriter iso = IsoWriter.create(file, "TEST")) {
            iso.directory("пустой каталог");
            iso.directory("пустой каталог");
            iso.file("каталог/Весы модели.gguf", 0600).close();
            iso.file("каталог/" + longest, 0755).close();
            iso.file("каталог/" + longest.substring(0, 100) + "ж", 0444).close();
            iso.file("n".repeat(128)).close();
            iso.file("n".repeat(129)).close();
            iso.file("\uD83D\uDC1F.txt").close();
            iso.finish();
        }
        byte[] image = Files.readAllBytes(file);
        IsoReader read = IsoReader.rockRidge(image);
        assertThat(read.files().keySet())
                .containsExactlyInAnyOrder(
                        "пустой каталог/",
                        "каталог/",
                        "каталог/Весы модели.gguf",
                        "каталог/" + longest,
                        "каталог/" + longest.substring(0, 100) + "ж",
                        "n".repeat(128),
                        "n".repeat(129),
                        "\uD83D\uDC1F.txt");
        assertThat(read.modes())
                .containsEntry("каталог", 0040755)
                .containsEntry("Весы модели.gguf", 0100600)
                .containsEntry(longest, 0100755)
                .containsEntry("\uD83D\uDC1F.txt", 0100644);
        assertThat(IsoReader.joliet(image).files().keySet())
                .contains("каталог/Весы модели.gguf", "каталог/" + "я".repeat(64), "каталог/" + "я".repeat(63) + "1")
                .contains("n".repeat(64), "n".repeat(63) + "1", "\uD83D\uDC1F.txt");
    }

    @Test
    void holdsDirectoriesOfManySectorsAndDeepOnes() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        IntStream.range(0, 3000).forEach(i -> files.put("много/файл номер " + i + ".json", bytes(i % 7)));
        IntStream.range(0, 300).forEach(i -> files.put("d" + i + "/x", bytes(1)));
        files.put("a/".repeat(31) + "deep", bytes(3));
        files.put("a/".repeat(30) + "b", bytes(4));
        byte[] image = image(files);
        assertThat(digests(IsoReader.rockRidge(image).files())).isEqualTo(digests(files));
        assertThat(digests(IsoReader.joliet(image).files())).isEqualTo(digests(files));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsAnyTree(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, byte[]> files = new LinkedHashMap<>();
        String[] alphabet = {"a", "B", "_", ".", " ", "ж", "Ё", "中", "-", "~", "1", ";", "\"", "\\", "?"};
        for (int i = 0; i < 200; i++) {
            StringBuilder path = new StringBuilder();
            for (int depth = random.nextInt(5); depth >= 0; depth--) {
                path.append(depth == 0 ? "f" : "d"); // a name is never both a file and a directory
                for (int n = random.nextInt(random.nextInt(10) == 0 ? 80 : 6); n > 0; n--) {
                    path.append(alphabet[random.nextInt(alphabet.length)]);
                }
                path.append(depth == 0 ? "" : "/");
            }
            files.put(path.toString(), bytes(random.nextInt(5000)));
        }
        byte[] image = image(files);
        assertThat(digests(IsoReader.rockRidge(image).files())).isEqualTo(digests(files));
        assertThat(IsoReader.joliet(image).files().values())
                .hasSameSizeAs(IsoReader.rockRidge(image).files().values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "../a", "a/./b", "a\nb", "a\u0000", "\uD800", "a/b/c/taken/d"})
    void refusesBadPaths(String path) throws IOException {
        try (IsoWriter iso = IsoWriter.create(dir.resolve("bad.iso"), "TEST")) {
            iso.file("a/b/c/taken").close();
            assertThatIllegalArgumentException().isThrownBy(() -> iso.file(path));
            assertThatIllegalArgumentException().isThrownBy(() -> iso.file("a/b"));
            assertThatIllegalArgumentException().isThrownBy(() -> iso.file("a/b/c/taken"));
            assertThatIllegalArgumentException().isThrownBy(() -> iso.file("ж".repeat(126)));
            assertThatIllegalArgumentException().isThrownBy(() -> iso.file("a/".repeat(32) + "b"));
            assertThatIllegalArgumentException().isThrownBy(() -> iso.file("x", 01000));
            iso.file("fine").close(); // a refusal leaves no file open
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cidata", "A B", "A-B", "ЖЖ", "A1234567890123456"})
    void refusesBadLabels(String label) {
        assertThatIllegalArgumentException().isThrownBy(() -> IsoWriter.create(dir.resolve("x.iso"), label));
        assertThat(dir.resolve("x.iso")).doesNotExist();
    }

    @Test
    void refusesCallsOutOfOrder() throws IOException {
        Path file = dir.resolve("order.iso");
        try (IsoWriter iso = IsoWriter.create(file, "TEST")) {
            OutputStream open = iso.file("a");
            assertThatIllegalStateException().isThrownBy(() -> iso.file("b"));
            assertThatIllegalStateException().isThrownBy(iso::finish);
            open.close();
            assertThatIOException().isThrownBy(() -> open.write(1));
            iso.file("b").close();
            iso.finish();
            assertThatIllegalStateException().isThrownBy(() -> iso.file("c"));
            assertThatIllegalStateException().isThrownBy(iso::finish);
        }
        assertThatIOException()
                .isThrownBy(() -> IsoWriter.create(file, "TEST"))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void leavesNoImageWhenNotFinished() throws IOException {
        Path file = dir.resolve("cut.iso");
        try (IsoWriter iso = IsoWriter.create(file, "TEST")) {
            add(iso, "a", bytes(1_000_000));
        }
        assertThat(new String(Files.readAllBytes(file), 0, 16 * 2048 + 6, UTF_8))
                .doesNotContain("CD001");
    }

    @Test
    void refusesFourGibibytes() throws IOException {
        try (IsoWriter iso = new IsoWriter(new NowhereChannel(), "TEST");
                OutputStream out = iso.file("модель.gguf")) {
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i < 4095; i++) {
                out.write(chunk);
            }
            out.write(chunk, 0, chunk.length - 1);
            assertThatIOException()
                    .isThrownBy(() -> out.write(0))
                    .withMessage("модель.gguf reaches 4 GiB, which ISO 9660 cannot hold; cut it into parts");
        }
    }
}
