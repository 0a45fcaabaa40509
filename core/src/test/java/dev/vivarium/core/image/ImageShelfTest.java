package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.Leases.Holder;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageShelfTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Holder MUSE = new Holder("11111111", "node муза");
    private static final ImageReference.Named UBUNTU = new ImageReference.Named("ubuntu-22.04");

    @TempDir
    Path directory;

    private final TestWork work = new TestWork();
    private ImageServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ImageServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsWhatIsHere() throws Exception {
        Path file = image("образ.qcow2", 10_000);
        DiskSource.ImageFile taken = at(0).take(file, Optional.of(UBUNTU), Optional.empty(), work);
        StoredImage image = at(5).shelf().find("ubuntu-22.04");
        assertThat(image.digest()).isEqualTo(taken.digest()).isEqualTo(Digest.ofFile(file));
        assertThat(image.bytes()).isEqualTo(10_000);
        assertThat(image.names()).containsExactly("ubuntu-22.04");
        assertThat(image.origins()).containsExactly("file:" + file);
        assertThat(image.lastUse()).isEqualTo(NOON);

        at(60).resolve(UBUNTU, MUSE, work);
        StoredImage used = at(61).shelf().find(taken.digest().brief());
        assertThat(used.lastUse()).isEqualTo(NOON.plus(Duration.ofMinutes(60)));
        assertThat(used.users()).containsExactly(MUSE);
        assertThat(server.requests)
                .as("the user's name comes before the catalogue's")
                .isEmpty();
    }

    @Test
    void whatANodeStandsOnIsNeverRemoved() throws Exception {
        ImageStore store = at(0);
        ImageReference reference = file(image("a", 10_000));
        DiskSource.ImageFile used = (DiskSource.ImageFile) store.resolve(reference, MUSE, work);
        assertThatThrownBy(() ->
                        store.shelf().remove(store.shelf().find(used.digest().hex()), work))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.used"))
                .hasMessageContaining("node муза");
        assertThat(store.shelf().prune(0, Optional.empty(), work)).isEmpty();
        assertThat(used.file()).exists();

        store.shelf().leases().release(MUSE.id());
        assertThat(store.shelf().prune(0, Optional.empty(), work)).hasSize(1);
        assertThat(used.file()).doesNotExist();
        assertThat(store.resolve(reference, MUSE, work))
                .as("and it can come again")
                .isEqualTo(used);
    }

    @Test
    void theOneUsedLongestAgoGoesFirst() throws Exception {
        at(0).resolve(file(image("first", 10_000)), work);
        at(1).resolve(file(image("second", 20_000)), work);
        at(2).resolve(file(image("third", 30_000)), work);
        at(3).resolve(file(directory.resolve("first")), work);
        at(4).take(image("named", 40_000), Optional.of(new ImageReference.Named("ours")), Optional.empty(), work);

        assertThat(sizes(at(5).shelf().list())).containsExactly(40_000L, 10_000L, 30_000L, 20_000L);
        assertThat(at(5).shelf().prune(100_000, Optional.empty(), work)).isEmpty();
        assertThat(sizes(at(5).shelf().prune(85_000, Optional.empty(), work))).containsExactly(20_000L);
        Digest third = at(5).shelf().list().get(2).digest();
        assertThat(sizes(at(5).shelf().prune(0, Optional.of(third), work)))
                .as("neither the one to keep nor the one with a name")
                .containsExactly(10_000L);
        assertThat(sizes(at(5).shelf().list())).containsExactly(40_000L, 30_000L);
    }

    @Test
    void halvesOfDownloadsStayAWeek() throws Exception {
        Path old = Files.write(parts().resolve("old.part"), new byte[10]);
        Path young = Files.write(parts().resolve("young.part"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(NOON.minus(Duration.ofDays(8))));
        Files.setLastModifiedTime(young, FileTime.from(NOON.minus(Duration.ofDays(6))));
        at(0).shelf().prune(Long.MAX_VALUE, Optional.empty(), work);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aFileMayBeAskedToHaveADigest() throws Exception {
        Path file = image("a", 10_000);
        Digest right = Digest.ofFile(file);
        Digest wrong = Digest.of(new byte[0]);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> at(0).take(file, Optional.of(UBUNTU), Optional.of(wrong), work))
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.digest"));
            assertThat(at(0).shelf().list()).hasSize(i);
            assertThat(at(0).take(file, Optional.empty(), Optional.of(right), work)
                            .digest())
                    .isEqualTo(right);
        }
        assertThat(at(0).shelf().list().get(0).names()).isEmpty();
    }

    @Test
    void whatIsNotHereIsSaid() throws Exception {
        at(0).take(image("a", 10_000), Optional.of(UBUNTU), Optional.empty(), work);
        assertThatThrownBy(() -> at(0).shelf().find("ubuntu-24.04")).hasMessageContaining("'ubuntu-24.04'");
        Files.delete(at(0).shelf().list().get(0).file());
        assertThatThrownBy(() -> at(0).resolve(UBUNTU, work))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.missing"));
    }

    private ImageStore at(int minutes) {
        return SampleCatalogue.store(
                directory.resolve("cache"),
                SampleCatalogue.unsigned(server),
                Clock.fixed(NOON.plus(Duration.ofMinutes(minutes)), ZoneOffset.UTC));
    }

    private Path parts() {
        at(0);
        return directory.resolve("cache/partial");
    }

    private Path image(String name, int size) throws IOException {
        Path file = Files.write(directory.resolve(name), SampleImages.large(size));
        Files.setLastModifiedTime(file, FileTime.from(NOON.minus(Duration.ofDays(1))));
        return file;
    }

    private static ImageReference file(Path file) {
        return new ImageReference.LocalFile(file);
    }

    private static List<Long> sizes(List<StoredImage> images) {
        return images.stream().map(StoredImage::bytes).toList();
    }
}
