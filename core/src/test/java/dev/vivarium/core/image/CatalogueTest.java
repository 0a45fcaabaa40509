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
        store = SampleCatalogue.store(cache, SampleCatalogue.unsigned(server));
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
    void aPinnedReleaseIsAskedForWhereItIsKept() {
        server.on("/releases/20240821/SHA256SUMS", sums(FIRST));
        server.on("/releases/20240821/server.img", ImageServer.gives(FIRST));
        ImageReference pinned = ImageReference.parse("ubuntu-22.04@20240821");
        assertThat(((DiskSource.ImageFile) store.resolve(pinned, new TestWork())).digest())
                .isEqualTo(Digest.of(FIRST));
        assertThat(server.requests).allMatch(r -> r.contains("/releases/20240821/"));
    }

    @Test
    void aMakerMayPublishOtherSums() throws Exception {
        server.on("/bookworm/latest/SHA512SUMS", ImageServer.gives(SampleCatalogue.sha512(FIRST, "debian.qcow2")));
        server.on("/bookworm/latest/debian.qcow2", ImageServer.gives(SECOND), ImageServer.gives(FIRST));
        ImageReference debian = ImageReference.parse("debian-12");
        assertThatThrownBy(() -> store.resolve(debian, new TestWork()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.digest"))
                .hasMessageContaining("sha512:");
        DiskSource.ImageFile image = (DiskSource.ImageFile) store.resolve(debian, new TestWork());
        assertThat(image.digest()).isEqualTo(Digest.of(FIRST));
        server.close();
        assertThat(store.resolve(debian, new TestWork()))
                .as("found again by the sum of the other kind")
                .isEqualTo(image);
    }

    @Test
    void readsBothFormsOfALine() {
        CatalogueEntry entry = ImageCatalogue.builtIn().find(new ImageReference.Named("ubuntu-22.04"));
        String hex = Digest.of(FIRST).hex();
        String file = "jammy-server-cloudimg-amd64.img";
        assertThat(entry.list()).hasToString("https://cloud-images.ubuntu.com/jammy/current/SHA256SUMS");
        assertThat(entry.image()).hasToString("https://cloud-images.ubuntu.com/jammy/current/" + file);
        for (String line : new String[] {hex + " *" + file, hex + "  " + file}) {
            assertThat(entry.checksum("0 *" + file + "\n" + hex + "0 *other\n" + line + "\n"))
                    .contains(Checksum.of(Digest.of(FIRST)));
        }
        assertThat(entry.checksum(hex + " *not-" + file)).isEmpty();
    }

    @Test
    void theBuiltInCatalogueIsWhole() {
        ImageCatalogue catalogue = ImageCatalogue.builtIn();
        assertThat(catalogue.names()).containsExactly("debian-12", "ubuntu-22.04", "ubuntu-24.04");
        for (String name : catalogue.names()) {
            CatalogueEntry newest = catalogue.find(new ImageReference.Named(name));
            CatalogueEntry pinned = catalogue.find(new ImageReference.Named(name + "@20240821"));
            assertThat(pinned.image()).asString().startsWith("https://").contains("20240821");
            assertThat(newest.image()).isNotEqualTo(pinned.image());
            assertThat(newest.signature().isPresent()).isEqualTo(name.startsWith("ubuntu"));
            pinned.signature().ifPresent(s -> DetachedSignature.by(s.key(), s.fingerprint()));
        }
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
        return ImageServer.gives(SampleCatalogue.sha256(image, "server.img"));
    }
}
