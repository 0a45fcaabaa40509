package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CatalogueTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final byte[] FIRST = SampleImages.large(10_000);
    private static final byte[] SECOND = SampleImages.large(20_000);
    private static final ImageReference NAME = new ImageReference.Named("ubuntu-22.04");

    @TempDir
    Path cache;

    private ImageServer server;
    private ImageStore store;

    @BeforeEach
    void open() throws IOException {
        server = new ImageServer();
        Properties lines = new Properties();
        lines.setProperty("ubuntu-22.04", server.at("/jammy/current/") + " server.img");
        store = new ImageStore(
                cache, new DownloadLimits(1 << 20, SOON, 2), new ImageCatalogue(lines), WebSource.standardClient());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void takesTheDigestFromItsMakersList() {
        server.on("/jammy/current/SHA256SUMS", sums(FIRST));
        server.on("/jammy/current/server.img", ImageServer.gives(FIRST));
        assertThat(digest(new TestWork())).isEqualTo(Digest.of(FIRST));
    }

    @Test
    void oneOperationAlwaysGetsTheSameImage() {
        server.on("/jammy/current/SHA256SUMS", sums(FIRST), sums(SECOND));
        server.on("/jammy/current/server.img", ImageServer.gives(FIRST), ImageServer.gives(SECOND));
        TestWork work = new TestWork();
        assertThat(digest(work)).isEqualTo(Digest.of(FIRST));
        assertThat(digest(work)).isEqualTo(Digest.of(FIRST));
        assertThat(digest(new TestWork())).isEqualTo(Digest.of(SECOND));
    }

    @Test
    void withoutANetworkTheLastOneIsTakenFromTheCache() {
        server.on("/jammy/current/SHA256SUMS", sums(FIRST));
        server.on("/jammy/current/server.img", ImageServer.gives(FIRST));
        digest(new TestWork());
        assertThat(store.reachable(NAME, SOON)).isTrue();
        server.close();
        assertThat(digest(new TestWork())).isEqualTo(Digest.of(FIRST));
        assertThat(store.reachable(NAME, SOON)).isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        server.on(
                "/jammy/current/SHA256SUMS",
                ImageServer.gives("x *other.img\n".getBytes(StandardCharsets.UTF_8)),
                ImageServer.neverEnds(),
                ImageServer.status(404));
        fails("image.unlisted", Kind.INVALID);
        fails("image.too-large", Kind.INVALID);
        fails("image.missing", Kind.NOT_FOUND);
        server.close();
        fails("image.unavailable", Kind.UNAVAILABLE);
        assertThatThrownBy(() -> store.resolve(new ImageReference.Named("ubunto"), new TestWork()))
                .hasMessageContaining("'ubunto'")
                .hasMessageContaining("ubuntu-22.04");
        assertThatThrownBy(() -> store.reachable(new ImageReference.Named("ubunto"), SOON))
                .isInstanceOf(VivariumException.class);
    }

    @Test
    void knowsWhatIsAtHand() throws Exception {
        Path file = Files.write(cache.resolve("x.img"), FIRST);
        assertThat(store.reachable(new ImageReference.LocalFile(file), SOON)).isTrue();
        assertThat(store.reachable(new ImageReference.LocalFile(cache.resolve("y")), SOON))
                .isFalse();
        assertThat(store.reachable(new ImageReference.Template("t"), SOON)).isTrue();
        assertThat(store.resolve(new ImageReference.Template("t"), new TestWork()))
                .isEqualTo(new DiskSource.Template("t"));
        server.on("/i", ImageServer.gives(FIRST));
        server.on("/gone", ImageServer.status(404));
        assertThat(store.reachable(new ImageReference.Download(server.at("/i"), Digest.of(FIRST)), SOON))
                .isTrue();
        assertThat(store.reachable(new ImageReference.Download(server.at("/gone"), Digest.of(FIRST)), SOON))
                .isFalse();
    }

    @Test
    void readsBothFormsOfALine() {
        ImageCatalogue.Entry entry = ImageCatalogue.builtIn().find("ubuntu-22.04");
        String hex = Digest.of(FIRST).hex();
        String file = "jammy-server-cloudimg-amd64.img";
        assertThat(entry.sums()).hasToString("https://cloud-images.ubuntu.com/jammy/current/SHA256SUMS");
        assertThat(entry.image()).hasToString("https://cloud-images.ubuntu.com/jammy/current/" + file);
        for (String line : new String[] {hex + " *" + file, hex + "  " + file}) {
            assertThat(entry.digest("0 *" + file + "\n" + hex + "0 *other\n" + line + "\n"))
                    .contains(Digest.of(FIRST));
        }
        assertThat(entry.digest(hex + " *not-" + file)).isEmpty();
    }

    private void fails(String code, Kind kind) {
        assertThatThrownBy(() -> digest(new TestWork())).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.kind()).isEqualTo(kind);
        });
    }

    private Digest digest(TestWork work) {
        return ((DiskSource.ImageFile) store.resolve(NAME, work)).digest();
    }

    private static ImageServer.Manner sums(byte[] image) {
        return ImageServer.gives((Digest.of(image).hex() + " *server.img\n").getBytes(StandardCharsets.UTF_8));
    }
}
