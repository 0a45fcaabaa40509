package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleCache;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackingProgress;
import dev.vivarium.core.image.ImageStore;
import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.LoginFiles;
import dev.vivarium.core.keys.MasterKey;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.faults.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk is full at each block of what enters a cache or a home: it enters whole or not at all, and does when there is space. */
@Timeout(300)
class FullCacheTest {
    private static final int SIZE = 300 << 10;
    private static final long LIMIT_KIB = 1024;

    @TempDir
    Path directory;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(directory.resolve("полный"), 4);
    }

    @AfterEach
    void unmount() throws Exception {
        disk.close();
    }

    /** What is written, and what is true of it once it is. */
    private interface Writing {
        void run(Path place) throws IOException;
    }

    /** Each time into a new place, with one block more. */
    private void atEachBlock(Class<? extends RuntimeException> refusal, Writing writing) throws IOException {
        int refused = 0;
        for (long free = 0; free < LIMIT_KIB; free += SmallDisk.BLOCK_KIB) {
            Path place = Files.createDirectories(disk.path().resolve("Кэш-" + free));
            disk.fill(free);
            RuntimeException failure = catchThrowableOfType(refusal, () -> writing.run(place));
            disk.empty();
            WholeFiles.check(place);
            if (failure == null) {
                assertThat(refused).isPositive();
                return;
            }
            assertThat(failure).hasMessageContaining("space");
            if (failure instanceof VivariumException e) {
                assertThat(e.kind()).as(e.message()).isEqualTo(Kind.CAPACITY);
                assertThat(e.message()).containsPattern("[0-9]+ KiB are free").contains("make room");
            }
            refused++;
            writing.run(place);
            WholeFiles.check(place);
            SmallDiskTest.remove(place);
        }
        throw new AssertionError("it never fits");
    }

    @Test
    void bundleThatIsPacked() throws IOException {
        Site site = new Site(directory);
        Path root = site.spec().bundle().orElseThrow();
        Files.write(root.resolve("models/шум.bin"), noise());
        Bundle bundle = Bundle.open(root);
        PackedBundle whole = new BundleCache(directory.resolve("whole")).pack(bundle, PackingProgress.NONE);
        atEachBlock(UncheckedIOException.class, place -> {
            PackedBundle packed = new BundleCache(place).pack(bundle, PackingProgress.NONE);
            assertThat(packed.layers().get(0).file())
                    .hasSameBinaryContentAs(whole.layers().get(0).file());
        });
    }

    @Test
    void imageThatIsTakenFromAFile() throws IOException {
        Path image = Files.write(directory.resolve("образ.img"), disk());
        atEachBlock(VivariumException.class, place -> {
            DiskSource.ImageFile taken = new ImageStore(place)
                    .take(image, Optional.of(new ImageReference.Named("own")), Optional.empty(), new RecordingWork());
            assertThat(taken.file()).hasSameBinaryContentAs(image);
        });
    }

    /** With its length told before, and without. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void imageThatIsFetched(boolean told) throws IOException {
        byte[] image = disk();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, told ? image.length : 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(image);
            }
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/image");
            ImageReference wanted = new ImageReference.Download(address, Digest.of(image));
            atEachBlock(VivariumException.class, place -> {
                DiskSource.ImageFile got =
                        (DiskSource.ImageFile) new ImageStore(place).resolve(wanted, new RecordingWork());
                assertThat(got.file()).hasBinaryContent(image);
            });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void filesToLogInWith() throws IOException {
        KeyRing keys = new KeyRing(MasterKey.openOrCreate(directory.resolve("key")));
        HostKey host = new HostKey.Derived(1, keys.hostKey(NodeId.random(), 1).publicLine());
        Endpoint ssh = new Endpoint("127.0.0.1", 40022);
        atEachBlock(VivariumException.class, place -> {
            LoginFiles files = LoginFiles.write(place.resolve("login"), keys.loginKey(1), ssh, host);
            assertThat(files.identity())
                    .hasContent(keys.loginKey(1).privatePem().reveal());
            assertThat(files.knownHosts()).hasContent(LoginFiles.knownHostsLine(ssh, host) + "\n");
        });
    }

    private static byte[] noise() {
        byte[] bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** A raw disk with one partition, which does not compress and has no holes. */
    private static byte[] disk() {
        ByteBuffer disk = ByteBuffer.wrap(noise()).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(446, new byte[64]);
        disk.put(446 + 4, (byte) 0x83).putInt(446 + 8, 1).putInt(446 + 12, SIZE / 512 - 1);
        return disk.putShort(510, (short) 0xaa55).array();
    }
}
