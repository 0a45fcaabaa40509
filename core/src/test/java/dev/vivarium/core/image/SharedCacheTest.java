package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes want the same image from one cache: the second one waits for what the first one fetches. */
@Timeout(120)
class SharedCacheTest {
    private static final int PROCESSES = 2;
    private static final byte[] IMAGE = SampleImages.large(3_000_000);

    @TempDir
    Path cache;

    @Test
    void twoProcessesFetchItOnce() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(PROCESSES);
        try (ImageServer server = new ImageServer()) {
            server.on("/ready", (exchange, from) -> {
                bothRun.countDown();
                await(bothRun);
                exchange.sendResponseHeaders(204, -1);
            });
            server.on("/i", ImageServer.gives(IMAGE));
            List<Process> children = IntStream.range(0, PROCESSES)
                    .mapToObj(i -> start(server.at("/ready"), server.at("/i")))
                    .toList();
            for (Process child : children) {
                String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said).contains(Digest.of(IMAGE).hex());
                assertThat(child.waitFor()).isZero();
            }
            assertThat(server.requests.stream().filter(r -> r.startsWith("GET /i")))
                    .hasSize(1);
        }
    }

    /** Waits until all are there, then fetches the image and says where it is. Arguments: cache, ready, image, digest. */
    public static void main(String[] args) throws IOException {
        new WebSource(WebSource.standardClient(), Duration.ofSeconds(60))
                .get(URI.create(args[1]), 0, "", new TestWork())
                .close();
        DiskSource found = new ImageStore(Path.of(args[0]))
                .resolve(
                        new ImageReference.Download(URI.create(args[2]), Digest.parse(args[3])),
                        new TestWork().atPause(Thread::onSpinWait));
        System.out.println(((DiskSource.ImageFile) found).file());
    }

    private Process start(URI ready, URI image) {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SharedCacheTest.class.getName());
        List<String> arguments = List.of(
                cache.toString(),
                ready.toString(),
                image.toString(),
                Digest.of(IMAGE).toString());
        try {
            return new ProcessBuilder(
                            Stream.concat(java.stream(), arguments.stream()).toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
