package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** First the signature, then the digest, then the image: what fails stops what comes after it. */
@Timeout(60)
class SignedListTest {
    private static final byte[] IMAGE = SampleImages.large(10_000);
    private static final byte[] LIST = SampleCatalogue.sha256(IMAGE, "server.img");
    private static final byte[] OTHER_LIST = SampleCatalogue.sha256(SampleImages.large(20_000), "server.img");
    private static final String DIRECTORY = "/jammy/current/";
    private static SampleSigner maker;

    @TempDir
    Path cache;

    private ImageServer server;
    private ImageStore store;

    @BeforeAll
    static void makeAKey() {
        maker = new SampleSigner();
    }

    @BeforeEach
    void open() throws IOException {
        server = new ImageServer();
        store = SampleCatalogue.store(
                cache,
                SampleCatalogue.signed(server, maker.publicKey(), maker.fingerprint()),
                Clock.fixed(SampleSigner.MADE.plus(Duration.ofDays(30)), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aSignedListIsBelieved() throws Exception {
        serve(LIST, ImageServer.gives(maker.signs(LIST)));
        assertThat(fetch()).isEqualTo(Digest.of(IMAGE));
        assertThat(server.requests)
                .containsExactly(
                        "GET " + DIRECTORY + "SHA256SUMS",
                        "GET " + DIRECTORY + "SHA256SUMS.gpg",
                        "GET " + DIRECTORY + "server.img");
    }

    @Test
    void withoutAGoodSignatureTheImageIsNotEvenAskedFor() throws Exception {
        serve(OTHER_LIST, ImageServer.gives(maker.signs(LIST)));
        refused("image.signature", "does not fit the list");
        assertThat(server.requests).noneMatch(r -> r.endsWith("server.img"));
    }

    @Test
    void anotherKeyDoesNotHelp() throws Exception {
        serve(LIST, ImageServer.gives(new SampleSigner().signs(LIST)));
        refused("image.signature", "is by another key");
    }

    @Test
    void aSignatureThatIsMissingHugeOrGarbageIsRefused() {
        serve(LIST, ImageServer.status(404), ImageServer.neverEnds(), ImageServer.gives(IMAGE));
        refused("image.missing", "SHA256SUMS.gpg");
        refused("image.too-large", "SHA256SUMS.gpg");
        refused("image.signature", "file");
    }

    @Test
    void aBadSignatureIsNoReasonToBelieveAnOlderList() throws Exception {
        serve(LIST, ImageServer.gives(maker.signs(LIST)), ImageServer.gives(maker.signs(OTHER_LIST)));
        fetch();
        refused("image.signature", "does not fit the list");
    }

    @Test
    void aGoodSignatureDoesNotMakeAWrongImageGood() throws Exception {
        server.on(DIRECTORY + "SHA256SUMS", ImageServer.gives(LIST));
        server.on(DIRECTORY + "SHA256SUMS.gpg", ImageServer.gives(maker.signs(LIST)));
        server.on(DIRECTORY + "server.img", ImageServer.gives(SampleImages.large(10_001)));
        refused("image.digest", "not sha256:" + Digest.of(IMAGE).hex());
        assertThat(store.shelf().list()).isEmpty();
    }

    private void serve(byte[] list, ImageServer.Manner... signature) {
        server.on(DIRECTORY + "SHA256SUMS", ImageServer.gives(list));
        server.on(DIRECTORY + "SHA256SUMS.gpg", signature);
        server.on(DIRECTORY + "server.img", ImageServer.gives(IMAGE));
    }

    private Digest fetch() {
        DiskSource found = store.resolve(new ImageReference.Named("ubuntu-22.04"), new TestWork());
        return ((DiskSource.ImageFile) found).digest();
    }

    private void refused(String code, String words) {
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
