package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static dev.vivarium.proxmox.api.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    private static final String TASK = "\"UPID:pve:000002C1:0003BA82:6B00B1CC:imgcopy::vivarium@pve!test:\"";
    private static final StorageFile SEED = new StorageFile("local", "iso", "seed.iso", Optional.empty());
    private static final long LARGE = 64L << 20;

    @TempDir
    Path directory;

    private final ScriptedServer server = new ScriptedServer();
    private final Pve pve = new Clients().open(server);
    private final RecordingWork work = new RecordingWork();

    @AfterEach
    void close() {
        pve.close();
        server.close();
    }

    @Test
    void itIsOnePartAndItsLengthIsSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("x"), "the file's bytes äöü");
        AtomicReference<String> body = new AtomicReference<>("");
        server.otherwise((request, out) -> {
            body.set(new String(
                    request.rest().readNBytes(Integer.parseInt(request.header("Content-Length"))),
                    StandardCharsets.UTF_8));
            return data(TASK).to(request, out);
        });
        String sum = "b".repeat(64);
        StorageFile target = new StorageFile("local", "import", "ubuntu-22.04.qcow2", Optional.of(sum));
        assertThat(pve.storage("pve").upload(target, file, work).type()).isEqualTo("imgcopy");

        assertThat(target.volume()).isEqualTo("local:import/ubuntu-22.04.qcow2");
        assertThat(server.only().target())
                .isEqualTo(
                        "/api2/json/nodes/pve/storage/local/upload?content=import&checksum-algorithm=sha256&checksum="
                                + sum);
        String type = server.only().header("Content-Type");
        assertThat(type).startsWith("multipart/form-data; boundary=vivarium").doesNotContain("\"");
        String border = type.substring(type.indexOf('=') + 1);
        assertThat(body.get())
                .isEqualTo("--" + border + "\r\nContent-Disposition: form-data; name=\"filename\"; filename=\""
                        + "ubuntu-22.04.qcow2\"\r\nContent-Type: application/octet-stream\r\n\r\nthe file's bytes äöü\r\n--"
                        + border + "--\r\n");
        assertThat(work.progress()).containsExactly(new RecordingWork.Progress(1, "uploading ubuntu-22.04.qcow2"));
    }

    @Test
    void anEmptyFileIsAFileToo() throws IOException {
        Path file = Files.createFile(directory.resolve("x"));
        server.otherwise((request, out) -> {
            request.rest().readNBytes(Integer.parseInt(request.header("Content-Length")));
            return data(TASK).to(request, out);
        });
        assertThat(pve.storage("pve").upload(SEED, file, work).id()).isEmpty();
    }

    @Test
    void aBrokenConnectionLeavesTheOutcomeUnknownAndNothingIsSentAgain() throws IOException {
        server.otherwise((request, out) -> {
            request.rest().readNBytes(100_000);
            return false;
        });
        VivariumException failure = failure(sparse());
        assertThat(PveErrors.unanswered(failure)).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRefusalBeforeTheEndIsHeard() throws IOException {
        server.otherwise((request, out) -> {
            status("403 Permission check failed (/storage/local, Datastore.AllocateTemplate)", "")
                    .to(request, out);
            request.rest().skipNBytes(Long.parseLong(request.header("Content-Length")));
            return false;
        });
        assertThat(failure(sparse()).code()).isEqualTo("proxmox.privilege");
    }

    @Test
    void cancellingEndsTheTransfer() throws IOException {
        AtomicLong seen = new AtomicLong();
        server.otherwise((request, out) -> {
            for (int count = 0; count >= 0; count = request.rest().read(new byte[1 << 16])) {
                seen.addAndGet(count);
            }
            return false;
        });
        work.cancelAt(2);
        assertThat(failure(sparse()).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(seen.get()).isLessThan(LARGE);
    }

    @Test
    void aFileThatShrinksMeanwhileIsNotSentAsIfItWereWhole() throws IOException {
        Path file = sparse();
        server.otherwise((request, out) -> {
            request.rest().skipNBytes(Long.parseLong(request.header("Content-Length")));
            return data(TASK).to(request, out);
        });
        RecordingWork shrinking = new RecordingWork();
        VivariumException failure = catchThrowableOfType(
                VivariumException.class, () -> pve.storage("pve").upload(SEED, file, new Shrinking(shrinking, file)));
        assertThat(failure.code()).isEqualTo("proxmox.file");
        assertThat(failure.message()).contains("became shorter");
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeMissing() {
        VivariumException failure = failure(directory.resolve("nothing"));
        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.iso", "sp ace.iso", ".iso", "", "x\".iso", "x\r\n.iso", "ü.iso"})
    void aNameThatTheServerWouldChangeIsRefused(String name) {
        assertThatThrownBy(() -> new StorageFile("local", "iso", name, Optional.empty()))
                .isInstanceOf(VivariumException.class);
    }

    @Test
    void aFileIsFetchedByTheNodeItself() {
        server.otherwise(data(TASK));
        StorageFile target = new StorageFile("local", "iso", "dl.iso", Optional.of("a".repeat(64)));
        pve.storage("pve").download(target, "https://example.org/d.iso?x=1&y=2");
        assertThat(server.only().target()).isEqualTo("/api2/json/nodes/pve/storage/local/download-url");
        assertThat(server.only().body())
                .isEqualTo("content=iso&checksum-algorithm=sha256&checksum=" + "a".repeat(64)
                        + "&filename=dl.iso&url=https%3A%2F%2Fexample.org%2Fd.iso%3Fx%3D1%26y%3D2");
    }

    private Path sparse() throws IOException {
        Path file = directory.resolve("large");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(LARGE);
        }
        return file;
    }

    private VivariumException failure(Path file) {
        return catchThrowableOfType(
                VivariumException.class, () -> pve.storage("pve").upload(SEED, file, work));
    }
}
