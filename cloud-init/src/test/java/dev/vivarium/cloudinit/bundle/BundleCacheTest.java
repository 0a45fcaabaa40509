package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
    private static final long SLICE = 1 << 20;

    @TempDir
    Path dir;

    private Path cache;
    private BundleDirectory directory;

    @BeforeEach
    void begin() {
        cache = dir.resolve("cache");
        directory = new BundleDirectory(dir.resolve("AGI-core"))
                .manifest("layers: [{name: models, paths: [models]}, {name: code}]\n")
                .file("models/m", "m".repeat(300_000))
                .file("boot/код", "1");
    }

    @Test
    void aMediumIsNamedByItsDigestAndLabelledByIt() throws IOException {
        PackedBundle packed = directory.pack(cache, SLICE);
        assertThat(packed.layers()).extracting(PackedLayer::name).containsExactly("models", "code");
        for (PackedLayer layer : packed.layers()) {
            assertThat(layer.file()).hasFileName(layer.digest().hex() + ".iso").hasSize(layer.mediumBytes());
            assertThat(layer.label()).matches("VIVARIUM[0-9A-F]{8}").isEqualTo(labelOnDisk(layer.file()));
        }
        assertThat(packed.layers().get(0).unpackedBytes()).isGreaterThan(300_000);
        assertThat(BundleManifest.parse("again", packed.manifestText())).isEqualTo(packed.manifest());
    }

    @Test
    void whatDidNotChangeIsNotPackedAgain() throws IOException {
        PackedBundle first = directory.pack(cache, SLICE);
        List<Object> keys = inodes(first);
        List<Long> progress = new ArrayList<>();
        PackedBundle second =
                BundleDirectory.cache(cache, SLICE).pack(directory.open(), (done, total) -> progress.add(done));
        assertThat(second).isEqualTo(first);
        assertThat(inodes(second)).isEqualTo(keys);
        assertThat(progress).hasSize(2);
    }

    @Test
    void aChangeTouchesItsLayerOnly() throws IOException {
        PackedBundle first = directory.pack(cache, SLICE);
        directory.file("boot/код", "2");
        PackedBundle second = directory.pack(cache, SLICE);
        assertThat(second.layers().get(0)).isEqualTo(first.layers().get(0));
        assertThat(inodes(second).get(0)).isEqualTo(inodes(first).get(0));
        assertThat(second.layers().get(1).digest())
                .isNotEqualTo(first.layers().get(1).digest());
        assertThat(second.digest()).isNotEqualTo(first.digest());
    }

    @Test
    void aFileThatChangedJustNowIsNotTrustedByItsTime() {
        PackedBundle first = new BundleCache(cache).pack(directory.open(), PackingProgress.NONE);
        assertThat(cache.toFile().list((d, name) -> name.endsWith(".packed"))).isEmpty();
        assertThat(new BundleCache(cache).pack(directory.open(), PackingProgress.NONE))
                .isEqualTo(first);
    }

    @Test
    void aDamagedCacheIsMended() throws IOException {
        PackedLayer layer = directory.pack(cache, SLICE).layers().get(1);
        try (RandomAccessFile file = new RandomAccessFile(layer.file().toFile(), "rw")) {
            file.setLength(layer.mediumBytes() - 2048);
        }
        mended(layer);
        byte[] bytes = Files.readAllBytes(layer.file());
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"sliceCount\"");
        bytes[at] = 'X';
        Files.write(layer.file(), bytes);
        mended(layer);
        Files.write(layer.file(), new byte[(int) layer.mediumBytes()]);
        mended(layer);
        Files.delete(layer.file());
        mended(layer);
        for (Path note : notes()) {
            Files.writeString(note, "1 code nonsense\n");
        }
        mended(layer);
    }

    @Test
    void packingCanBeCancelledAndLeavesNothing() throws IOException {
        PackingProgress cancel = (done, total) -> {
            assertThat(total).isGreaterThanOrEqualTo(300_001);
            if (done > 100_000) {
                throw new CancellationException();
            }
        };
        assertThatThrownBy(() -> BundleDirectory.cache(cache, SLICE).pack(directory.open(), cancel))
                .isInstanceOf(CancellationException.class);
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void whatChangesWhileItIsReadIsRefused() {
        for (String path : List.of("models/m", "models/new", "models/m2")) {
            boolean[] done = {false};
            PackingProgress intruder = (n, total) -> {
                if (!done[0]) {
                    done[0] = true;
                    directory.file(path, "другое".repeat(60_000));
                }
            };
            assertThatThrownBy(() -> BundleDirectory.cache(cache, SLICE).pack(directory.open(), intruder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("changed while it was packed");
            assertThat(cache).isEmptyDirectory();
        }
    }

    @Test
    void twoAtOnceMakeTheSame() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Future<PackedBundle>> made =
                    both.invokeAll(List.of(() -> directory.pack(cache, SLICE), () -> directory.pack(cache, SLICE)));
            assertThat(made.get(0).get()).isEqualTo(made.get(1).get());
            assertThat(drafts()).isEmpty();
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void draftsOfTheDeadAreRemovedAndThoseOfTheLivingKept() throws IOException {
        Files.createDirectories(cache);
        Path dead = Files.createFile(cache.resolve(".draft-dead"));
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path living = Files.createFile(cache.resolve(".draft-living"));
        directory.pack(cache, SLICE);
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
    }

    @Test
    void aDraftThatVanishesWhileItIsLookedAtIsNoFailure() throws IOException {
        Files.createDirectories(cache);
        // listed, and not there when its time is asked for: as when another process has just finished it
        Files.createSymbolicLink(cache.resolve(".draft-finished"), cache.resolve("gone"));
        assertThat(directory.pack(cache, SLICE).layers()).isNotEmpty();
    }

    private void mended(PackedLayer layer) throws IOException {
        PackedLayer again = directory.pack(cache, SLICE).layers().get(1);
        assertThat(again).isEqualTo(layer);
        assertThat(MediumReader.layerDocument(again.file())).isPresent();
    }

    private List<Path> notes() throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.filter(p -> p.toString().endsWith(".packed")).toList();
        }
    }

    private List<Path> drafts() throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.filter(p -> p.getFileName().toString().startsWith(".draft-"))
                    .toList();
        }
    }

    private static List<Object> inodes(PackedBundle packed) throws IOException {
        List<Object> keys = new ArrayList<>();
        for (PackedLayer layer : packed.layers()) {
            keys.add(Files.getAttribute(layer.file(), "unix:ino"));
        }
        return keys;
    }

    private static String labelOnDisk(Path medium) throws IOException {
        byte[] all = Files.readAllBytes(medium);
        return new String(all, 16 * 2048 + 40, 32, StandardCharsets.US_ASCII).strip();
    }
}
