package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload's own connection: one that stands still ends, and answers are read as HTTP allows them, with bounds. */
@Timeout(60)
class UploadWireTest {
    private static final String TASK = "{\"data\":\"UPID:pve:000002C1:0003BA82:6B00B1CC:imgcopy::vivarium@pve!test:\"}";
    private static final StorageFile SEED = new StorageFile("local", "iso", "seed.iso", Optional.empty());
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    private final CountDownLatch over = new CountDownLatch(1);
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        over.countDown();
        server.close();
    }

    @Test
    void aServerThatTakesNoMoreIsLeftAfterTheWriteTimeOut() throws IOException {
        takesOneMebibyte(new CountDownLatch(1));
        VivariumException failure = failure(new PveTimeouts(LONG, LONG, SHORT, LONG), sparse());
        assertThat(PveErrors.unanswered(failure)).isTrue();
        assertThat(failure.message()).contains("nothing moved within the time-out");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anInterruptEndsAnUploadThatHangs() throws IOException {
        CountDownLatch stuck = new CountDownLatch(1);
        takesOneMebibyte(stuck);
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            await(stuck);
            caller.interrupt();
        });
        interrupter.start();
        VivariumException failure = failure(new PveTimeouts(LONG, LONG, LONG, LONG), sparse());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void whoAcceptsAndSaysNothingIsLeftAfterTheConnectTimeOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            PveSettings settings = PveSettings.of(
                            Clients.TOKEN, URI.create("https://127.0.0.1:" + silent.getLocalPort()))
                    .within(new PveTimeouts(SHORT, LONG, LONG, LONG));
            VivariumException failure = failure(settings, small());
            assertThat(failure.code()).isEqualTo("proxmox.unreachable");
            assertThat(failure.message()).contains("nothing moved within the time-out");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14;x=y\r\n{\"data\":\"UPID:pve:00\r\n"
                        + "36\r\n0002C1:0003BA82:6B00B1CC:imgcopy::vivarium@pve!test:\"}\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:74\r\n\r\n" + TASK,
                "HTTP/1.0 200\r\nServer: pve-api-daemon/3.0\r\n\r\n" + TASK
            })
    void anAnswerIsReadInEachWayThatHttpHas(String answer) throws IOException {
        answers(answer);
        try (Pve pve = new Clients().open(server)) {
            Upid task = pve.storage("pve").upload(SEED, small(), new RecordingWork());
            assertThat(task.type()).isEqualTo("imgcopy");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"data\":",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}",
                "HTTP/1.1 200 OK\r\n"
            })
    void whatIsNoAnswerLeavesTheOutcomeUnknown(String answer) throws IOException {
        answers(answer);
        assertThat(PveErrors.unanswered(failure(Clients.QUICK, small()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 100 Continue\r\n\r\n", ""})
    void anEndlessAnswerIsNotRead(String begin) throws IOException {
        server.otherwise((request, out) -> {
            taken(request);
            byte[] more = (begin.contains("100") ? begin : "x".repeat(1000)).getBytes(StandardCharsets.UTF_8);
            out.write(begin.getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(more);
            }
        });
        VivariumException failure = failure(Clients.QUICK, small());
        assertThat(PveErrors.unanswered(failure)).isTrue();
        assertThat(failure.message()).contains("larger than 64 KiB");
    }

    @Test
    void aRefusalIsHeardAlthoughItsBodyIsBroken() throws IOException {
        answers("HTTP/1.1 403 Permission check failed (/storage/local, Datastore.AllocateTemplate)\r\n"
                + "Content-Length: 500\r\n\r\n{");
        assertThat(failure(Clients.QUICK, small()).code()).isEqualTo("proxmox.privilege");
    }

    private void answers(String answer) {
        server.otherwise((request, out) -> {
            taken(request);
            return raw(answer, false).to(request, out);
        });
    }

    private void takesOneMebibyte(CountDownLatch taken) {
        server.otherwise((request, out) -> {
            request.rest().readNBytes(1 << 20);
            taken.countDown();
            await(over);
            return false;
        });
    }

    private static void taken(ScriptedServer.Request request) throws IOException {
        request.rest().skipNBytes(Long.parseLong(request.header("Content-Length")));
    }

    private Path small() throws IOException {
        return Files.writeString(directory.resolve("small"), "small");
    }

    private Path sparse() throws IOException {
        Path file = directory.resolve("large");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(64L << 20);
        }
        return file;
    }

    private VivariumException failure(PveTimeouts limits, Path file) {
        return failure(Clients.settings(Clients.TOKEN, server).within(limits), file);
    }

    private static VivariumException failure(PveSettings settings, Path file) {
        try (Pve pve = new Clients().open(settings)) {
            return catchThrowableOfType(
                    VivariumException.class, () -> pve.storage("pve").upload(SEED, file, new RecordingWork()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
