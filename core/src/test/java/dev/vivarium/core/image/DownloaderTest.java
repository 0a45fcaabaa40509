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
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DownloaderTest extends AtImageServer {
    @Test
    void fetchesOnce() throws Exception {
        server.on("/i", ImageServer.gives(IMAGE));
        DiskSource.ImageFile image = fetch("/i");

        assertThat(image.digest()).isEqualTo(DIGEST);
        assertThat(image.file()).hasBinaryContent(IMAGE);
        assertThat(fetch("/i")).isEqualTo(image);
        assertThat(server.requests).containsExactly("GET /i");
        assertThat(work.progress()).contains("fetching the image: 2.9 MiB of 2.9 MiB");
        assertThat(left("partial")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1000, 1000})
    void aServerThatLiesAboutTheLengthIsLeft(int more) throws Exception {
        server.on("/i", (exchange, from) -> {
            exchange.sendResponseHeaders(200, IMAGE.length + more);
            exchange.getResponseBody().write(IMAGE, 0, Math.min(IMAGE.length, IMAGE.length + more));
        });
        assertThatThrownBy(() -> fetch("/i")).isInstanceOf(VivariumException.class);
        assertThat(left("images")).isEmpty();
    }

    @Test
    void nothingWithAWrongDigestEntersTheCache() throws Exception {
        byte[] other = SampleImages.large(2_000_000);
        server.on("/i", ImageServer.gives(other));
        fails("/i", Kind.INVALID, "image.digest", DIGEST.toString());
        fails("/i", Kind.INVALID, "image.digest", Digest.of(other).toString());
        assertThat(left("images")).isEmpty();
        assertThat(left("partial")).isEmpty();
    }

    @Test
    void aRightDigestDoesNotMakeAHostileImageGood() throws Exception {
        byte[] hostile = SampleImages.qcow2(3, 200, 0, 512);
        server.on("/i", ImageServer.gives(hostile));
        assertThatThrownBy(() -> store.resolve(new ImageReference.Download(server.at("/i"), Digest.of(hostile)), work))
                .hasMessageContaining("backing file");
        assertThat(left("images")).isEmpty();
        assertThat(left("partial")).isEmpty();
    }

    @Test
    void anEndlessOrTooLargeBodyIsCutOff() throws Exception {
        server.on("/endless", ImageServer.neverEnds());
        server.on("/large", ImageServer.gives(new byte[4_000_001]));
        fails("/endless", Kind.INVALID, "image.too-large", "limit of 3.8 MiB");
        fails("/large", Kind.INVALID, "image.too-large", "limit of 3.8 MiB");
        assertThat(server.requests).hasSize(2);
        assertThat(left("partial")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND, image.missing, 1",
        "410, NOT_FOUND, image.missing, 1",
        "403, DENIED, image.denied, 1",
        "418, INVALID, image.refused, 1",
        "503, UNAVAILABLE, image.unavailable, 3",
        "429, UNAVAILABLE, image.unavailable, 3",
    })
    void aRefusalIsToldAsWhatItIs(int status, Kind kind, String code, int requests) {
        server.on("/i", ImageServer.status(status));
        fails("/i", kind, code, "/i");
        assertThat(server.requests).hasSize(requests);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/x",
                "http://example.org/x",
                "ftp://example.org/",
                "file:///etc/passwd",
                "",
                "::"
            })
    void aRedirectMustLeadToHttps(String location) {
        server.on("/i", ImageServer.leadsTo(location));
        fails("/i", Kind.INVALID, "image.insecure", "/i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/i", "http://127.0.0.1.example.org/i", "ftp://localhost/i"})
    void plainHttpIsForThisComputerOnly(String address) {
        assertThatThrownBy(() -> store.resolve(new ImageReference.Download(URI.create(address), DIGEST), work))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.insecure"));
    }

    @Test
    void whatFollowsThePathIsNotShown() {
        server.on("/i", ImageServer.status(403));
        URI signed = URI.create(server.at("/i") + "?signature=canary");
        assertThatThrownBy(() -> store.resolve(new ImageReference.Download(signed, DIGEST), work))
                .hasMessageContaining("/i")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> store.resolve(
                        new ImageReference.Download(URI.create("https://me:canary@localhost/i"), DIGEST), work))
                .hasMessageContaining("user name")
                .hasMessageNotContaining("canary");
    }

    @Test
    void twoAtOnceFetchItOnce() throws Exception {
        server.on("/i", ImageServer.gives(IMAGE));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<DiskSource>> all = Stream.<ImageStore>generate(() -> new ImageStore(cache, LIMITS))
                .limit(4)
                .map(s -> pool.submit(() -> s.resolve(reference("/i"), new TestWork())))
                .toList();
        for (Future<DiskSource> one : all) {
            assertThat(one.get()).isEqualTo(all.get(0).get());
        }
        pool.shutdown();
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aFullDiskIsNoFaultOfTheServer() {
        assertThat(ImageErrors.disk(cache, new IOException("No space left on device"))
                        .kind())
                .isEqualTo(Kind.CAPACITY);
        assertThat(ImageErrors.isOfTheDisk(new IOException("No space left on device")))
                .isTrue();
        assertThat(ImageErrors.isOfTheDisk(new IOException("reset"))).isFalse();
    }
}
