package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalImportTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    Path directory;

    private final TestWork work = new TestWork();
    private Path cache;
    private Path file;
    private ImageStore store;

    @BeforeEach
    void cache() {
        cache = directory.resolve("кэш");
        file = directory.resolve("мой образ.qcow2");
        store = new ImageStore(cache);
    }

    @Test
    void copiesOnceAndKnowsItAgain() throws Exception {
        byte[] content = SampleImages.large(3 << 20);
        old(content);
        DiskSource.ImageFile image = resolve();

        assertThat(image.digest()).isEqualTo(Digest.of(content));
        assertThat(image.file()).startsWith(cache).hasBinaryContent(content);
        assertThat(Files.isWritable(image.file()) && !isRoot()).isFalse();
        assertThat(left("partial")).isEmpty();
        assertThat(work.progress()).contains("copying the image: 3.0 MiB of 3.0 MiB");

        TestWork second = new TestWork();
        assertThat(store.resolve(new ImageReference.LocalFile(file), second)).isEqualTo(image);
        assertThat(second.progress()).as("neither copied nor read").isEmpty();
    }

    @Test
    void laterChangesOfTheFileDoNotReachTheCache() throws Exception {
        old(SampleImages.large(1 << 20));
        DiskSource.ImageFile before = resolve();
        try (FileChannel inPlace = FileChannel.open(file, StandardOpenOption.WRITE)) {
            inPlace.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5000);
        }
        DiskSource.ImageFile after = resolve();
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(Digest.ofFile(before.file())).isEqualTo(before.digest());
    }

    @Test
    void aFileOfThisMomentIsNotTrustedToStay() throws Exception {
        Files.write(file, SampleImages.qcow2());
        resolve();
        TestWork second = new TestWork();
        store.resolve(new ImageReference.LocalFile(file), second);
        assertThat(second.progress()).as("read again").isNotEmpty();
    }

    @Test
    void keepsHoles() throws Exception {
        int size = 40 << 20;
        Files.write(file, SampleImages.raw(4096));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.allocate(1), size - 1);
        }
        DiskSource.ImageFile image = resolve();
        assertThat(Files.size(image.file())).isEqualTo(size);
        assertThat(Digest.ofFile(image.file())).isEqualTo(image.digest()).isEqualTo(Digest.ofFile(file));
        Process du = new ProcessBuilder("du", "-k", image.file().toString()).start();
        String kilobytes = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Integer.parseInt(kilobytes.split("\t")[0])).isLessThan(1024);
    }

    @Test
    void sameContentIsKeptOnce() throws Exception {
        old(SampleImages.qcow2());
        DiskSource.ImageFile first = resolve();
        file = directory.resolve("ещё один");
        old(SampleImages.qcow2());
        assertThat(resolve()).isEqualTo(first);
        assertThat(left("images")).hasSize(1);
    }

    @Test
    void imageThatWasTouchedInTheCacheIsMadeAgain() throws Exception {
        old(SampleImages.large(1 << 20));
        DiskSource.ImageFile image = resolve();
        Files.delete(image.file());
        Files.write(image.file(), new byte[] {1});

        assertThat(resolve()).isEqualTo(image);
        assertThat(Digest.ofFile(image.file())).isEqualTo(image.digest());
    }

    @Test
    void cancelledCopyLeavesNothing() throws Exception {
        old(SampleImages.large(1 << 20));
        work.cancel();
        assertThatThrownBy(this::resolve).hasMessage("cancelled");
        assertThat(left("partial")).isEmpty();
        assertThat(left("images")).isEmpty();
    }

    @Test
    void refusesWhatIsNoImage() throws Exception {
        assertThatThrownBy(this::resolve)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.missing"));
        file = directory;
        assertThatThrownBy(this::resolve).hasMessageContaining("no file");
        file = directory.resolve("over");
        Files.write(file, SampleImages.qcow2(3, 200, 0, 512));
        assertThatThrownBy(this::resolve).hasMessageContaining("backing file");
        assertThat(left("images")).isEmpty();
    }

    private void old(byte[] content) throws IOException {
        Files.write(file, content);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    private DiskSource.ImageFile resolve() {
        return (DiskSource.ImageFile) store.resolve(new ImageReference.LocalFile(file), work);
    }

    private List<Path> left(String part) throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve(part))) {
            return files.toList();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
