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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a server of images and a cache of its own. */
abstract class AtImageServer {
    static final byte[] IMAGE = SampleImages.large(3_000_000);
    static final Digest DIGEST = Digest.of(IMAGE);
    static final DownloadLimits LIMITS = new DownloadLimits(4_000_000, Duration.ofMillis(700), 3);

    @TempDir
    Path cache;

    final TestWork work = new TestWork();
    ImageServer server;
    ImageStore store;

    @BeforeEach
    void open() throws IOException {
        server = new ImageServer();
        store = new ImageStore(cache, LIMITS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    void fails(String path, Kind kind, String code, String words) {
        assertThatThrownBy(() -> fetch(path))
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.kind()).isEqualTo(kind);
                })
                .hasMessageContaining(words);
    }

    DiskSource.ImageFile fetch(String path) {
        return (DiskSource.ImageFile) store.resolve(reference(path), work);
    }

    ImageReference reference(String path) {
        return new ImageReference.Download(server.at(path), DIGEST);
    }

    Path part() {
        return cache.resolve("partial").resolve(DIGEST.hex() + ".part");
    }

    List<Path> left(String part) throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve(part))) {
            return files.toList();
        }
    }
}
