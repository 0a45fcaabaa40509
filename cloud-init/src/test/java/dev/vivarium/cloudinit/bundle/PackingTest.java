package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.LayerDocument.Encoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackingTest {
    private static final String LONG = "очень-длинное-имя-".repeat(7) + ".txt";

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void whatIsPackedComesOutAgain(Encoding encoding) throws IOException {
        LayerSource source = sample(dir.resolve("a"));
        Path medium = dir.resolve("medium.iso");
        long[] read = {0};
        Digest digest = new LayerPacker(encoding, 20_000, 2).pack(source, medium, n -> read[0] += n);

        byte[] document = MediumReader.layerDocument(medium).orElseThrow();
        assertThat(Digest.of(document)).isEqualTo(digest);
        assertThat(read[0]).isEqualTo(source.contentBytes());
        JsonNode json = new ObjectMapper().readTree(document);
        assertThat(json.get("format").asInt()).isEqualTo(1);
        assertThat(json.get("layer").asText()).isEqualTo("all");
        assertThat(json.get("entries").asInt()).isEqualTo(source.entries().size());
        assertThat(json.get("sliceCount").asInt())
                .isEqualTo(json.get("slices").size())
                .isGreaterThan(3);

        Path files = Files.createDirectory(dir.resolve("out-" + encoding));
        extract(medium, files);
        Map<String, TarArchiveEntry> entries = entries(json, files);
        assertThat(entries.keySet()).containsExactlyElementsOf(names(source));
        assertThat(entry(entries, "boot/init.sh").getMode() & 0777).isEqualTo(0755);
        assertThat(entry(entries, "models/веса.bin").getMode() & 0777).isEqualTo(0644);
        assertThat(entry(entries, "link").getLinkName()).isEqualTo("models/веса.bin");
        assertThat(entries.values()).allSatisfy(e -> {
            assertThat(e.getLongUserId() + e.getLongGroupId()).isZero();
            assertThat(e.getUserName()).isEqualTo("root");
            assertThat(e.getLastModifiedTime().toString()).isEqualTo("2020-01-01T00:00:00Z");
        });
    }

    @Test
    void theMediumDependsOnContentAlone() throws IOException {
        LayerSource first = sample(dir.resolve("a"));
        LayerSource second = sample(dir.resolve("b"));
        Files.setLastModifiedTime(dir.resolve("b/boot/init.sh"), FileTime.fromMillis(0));
        new LayerPacker(Encoding.ZSTD, 1 << 20, 1).pack(first, dir.resolve("1.iso"), n -> {});
        new LayerPacker(Encoding.ZSTD, 1 << 20, 4).pack(second, dir.resolve("2.iso"), n -> {});
        assertThat(dir.resolve("1.iso")).hasSameBinaryContentAs(dir.resolve("2.iso"));
        assertThat(first.fingerprint()).isNotEqualTo(second.fingerprint());
    }

    @Test
    void largeFilesThatDoNotCompressAreStoredAsTheyAre() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(3).nextBytes(noise);
        BundleDirectory directory = new BundleDirectory(dir.resolve("a"))
                .file("a/text", "слово ".repeat(20_000))
                .file("b/dir/empty", "")
                .file("z/text", "слово ".repeat(20_000));
        Files.write(dir.resolve("a/b/noise"), noise);
        Files.write(dir.resolve("a/b/noise2"), noise);
        Path medium = dir.resolve("medium.iso");
        new LayerPacker(Encoding.ZSTD, 1 << 20, 1).pack(all(directory), medium, n -> {});
        JsonNode slices = new ObjectMapper()
                .readTree(MediumReader.layerDocument(medium).orElseThrow())
                .get("slices");
        assertThat(slices.findValuesAsText("encoding")).containsExactly("zstd", "raw", "zstd");
        assertThat(slices.get(1).get("bytes").asLong())
                .as("both, with their headers")
                .isBetween(600_000L, 605_000L)
                .isEqualTo(slices.get(1).get("unpackedBytes").asLong());
        Path files = Files.createDirectory(dir.resolve("out"));
        extract(medium, files);
        assertThat(entries(
                                new ObjectMapper()
                                        .readTree(MediumReader.layerDocument(medium)
                                                .orElseThrow()),
                                files)
                        .keySet())
                .contains("b/noise", "b/noise2", "z/text");
    }

    @Test
    @Tag("full")
    void aFileAboveFourGibibytesIsPacked() throws IOException {
        packsSparse(5L << 30, SliceStream.SLICE_BYTES, 21);
    }

    @Test
    void aFileOfManySlicesIsPacked() throws IOException {
        packsSparse(64 << 20, 1 << 20, 65);
    }

    private void packsSparse(long bytes, long slice, int slices) throws IOException {
        BundleDirectory directory = new BundleDirectory(dir.resolve("a"));
        try (RandomAccessFile file =
                new RandomAccessFile(dir.resolve("a/weights.bin").toFile(), "rw")) {
            file.setLength(bytes);
            file.seek(bytes - 5);
            file.writeBytes("end");
        }
        Path medium = dir.resolve("medium.iso");
        long[] read = {0};
        new LayerPacker(Encoding.ZSTD, slice, 1).pack(all(directory), medium, n -> read[0] += n);
        assertThat(read[0]).isGreaterThan(bytes);
        JsonNode json =
                new ObjectMapper().readTree(MediumReader.layerDocument(medium).orElseThrow());
        assertThat(json.get("sliceCount").asInt()).isEqualTo(slices);
        long unpacked = 0;
        for (JsonNode one : json.get("slices")) {
            unpacked += one.get("unpackedBytes").asLong();
        }
        assertThat(unpacked).isBetween(bytes, bytes + 20_000);
        assertThat(Files.size(medium)).as("zeros take no space").isLessThan(bytes / 100);
    }

    private static LayerSource all(BundleDirectory directory) {
        return LayerSource.divide(
                        directory.root(),
                        directory.open().manifest().layers(),
                        SourceTree.scan(directory.root()).entries())
                .get(0);
    }

    @Test
    void aSliceHoldsNoMoreThanItsShare() throws IOException {
        Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
        SliceStream slices = new SliceStream(name -> collect(files, name), Encoding.RAW, 10, 1);
        try (slices) {
            slices.write("0123456789abcdefghij".getBytes(StandardCharsets.UTF_8));
            slices.write('k');
        }
        assertThat(files.keySet()).containsExactly("slice-0000", "slice-0001", "slice-0002");
        assertThat(files.get("slice-0001")).hasToString("abcdefghij");
        assertThat(slices.slices().get(2))
                .isEqualTo(new LayerDocument.Slice("slice-0002", Encoding.RAW, 1, 1, Digest.of(new byte[] {'k'})));
    }

    @Test
    void eachPathGoesToTheLayerThatNamesItOrToTheLast() {
        BundleDirectory directory = new BundleDirectory(dir)
                .manifest("layers: [{name: w, paths: [models/big]}, {name: d, paths: [docker]}, {name: code}]\n")
                .file("models/big/x", "")
                .file("models/big2", "")
                .file("docker/y", "");
        List<LayerSource> sources = LayerSource.divide(
                directory.root(),
                directory.open().manifest().layers(),
                SourceTree.scan(directory.root()).entries());
        assertThat(sources).extracting(LayerSource::name).containsExactly("w", "d", "code");
        assertThat(names(sources.get(0))).containsExactly("models/big/", "models/big/x");
        assertThat(names(sources.get(1))).containsExactly("docker/", "docker/y");
        assertThat(names(sources.get(2))).containsExactly("bundle.yaml", "models/", "models/big2");
        assertThat(sources.get(2).unpackedBytes()).isEqualTo(4 * 4096);
    }

    private static LayerSource sample(Path root) throws IOException {
        byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        BundleDirectory directory = new BundleDirectory(root)
                .program("boot/init.sh", "#!/bin/sh\n")
                .file("texts/" + LONG, "привет\n".repeat(1000))
                .file("empty", "")
                .file("models/веса.bin", "");
        Files.write(root.resolve("models/веса.bin"), random);
        Files.createSymbolicLink(root.resolve("link"), Path.of("models/веса.bin"));
        return LayerSource.divide(
                        root,
                        directory.open().manifest().layers(),
                        SourceTree.scan(root).entries())
                .get(0);
    }

    private static List<String> names(LayerSource source) {
        return source.entries().stream()
                .map(e -> e.path() + (e.kind() == SourceEntry.Kind.DIRECTORY ? "/" : ""))
                .toList();
    }

    private static Map<String, TarArchiveEntry> entries(JsonNode json, Path files) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (JsonNode slice : json.get("slices")) {
            byte[] bytes = Files.readAllBytes(files.resolve(slice.get("file").asText()));
            assertThat(bytes).hasSize(slice.get("bytes").asInt());
            assertThat(Digest.of(bytes).hex()).isEqualTo(slice.get("sha256").asText());
            int before = tar.size();
            InputStream raw = new ByteArrayInputStream(bytes);
            boolean zstd = slice.get("encoding").asText().equals("zstd");
            (zstd ? new ZstdInputStream(raw) : raw).transferTo(tar);
            assertThat(tar.size() - before).isEqualTo(slice.get("unpackedBytes").asInt());
        }
        Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new ByteArrayInputStream(tar.toByteArray()), "UTF-8")) {
            for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                entries.put(e.getName(), e);
            }
        }
        return entries;
    }

    private static TarArchiveEntry entry(Map<String, TarArchiveEntry> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static OutputStream collect(Map<String, ByteArrayOutputStream> files, String name) {
        return files.computeIfAbsent(name, n -> new ByteArrayOutputStream());
    }

    private static void extract(Path medium, Path to) throws IOException {
        new IsoFiles(medium).extract(to);
    }
}
