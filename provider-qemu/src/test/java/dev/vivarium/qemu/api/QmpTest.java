package dev.vivarium.qemu.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Path socket() {
        return directory.resolve("qmp.sock");
    }

    private Qmp connect() {
        return Qmp.connect(socket(), Patience.of(LONG));
    }

    @Test
    void commandsAreAnswered() throws IOException {
        try (FakeQemu qemu = new FakeQemu(
                        socket(),
                        (command, request, client) -> client.answer(
                                request,
                                "{\"status\": \"работает\", \"given\": " + request.has("arguments") + ", \"text\": \""
                                        + request.path("arguments")
                                                .path("filename")
                                                .asText() + "\"}"));
                Qmp qmp = connect()) {
            assertThat(qmp.execute("query-status", LONG).path("status").asText())
                    .isEqualTo("работает");
            Map<String, Object> arguments = Map.of("id", "cd0", "force", true, "filename", "/tmp/семя,1.iso");
            assertThat(qmp.execute("blockdev-open-tray", arguments, Patience.of(LONG))
                            .path("text")
                            .asText())
                    .isEqualTo("/tmp/семя,1.iso");
            assertThat(qemu.commands()).containsExactly("query-status", "blockdev-open-tray");
        }
    }

    @Test
    void errorsAreMapped() throws IOException {
        try (FakeQemu qemu = new FakeQemu(
                        socket(),
                        (command, request, client) -> client.refuse(
                                request,
                                command.equals("quit") ? "CommandNotFound" : "GenericError",
                                "No space left on device"));
                Qmp qmp = connect()) {
            assertFails(Kind.CAPACITY, "qemu.disk.full", () -> qmp.execute("cont", LONG));
            assertFails(Kind.CAPACITY, "qemu.disk.full", () -> qmp.execute("quit", LONG));
            assertThat(qemu.commands()).hasSize(2);
        }
    }

    @Test
    void silenceIsATimeout() throws IOException {
        try (FakeQemu silent = new FakeQemu(socket(), (command, request, client) -> {});
                Qmp qmp = connect()) {
            assertFails(Kind.TIMEOUT, "qemu.silent", () -> qmp.execute("query-status", SHORT));
            assertThat(silent.commands()).containsExactly("query-status");
        }
    }

    @Test
    void lateAnswerToAnEarlierCommandIsNotTakenForTheNext() throws IOException {
        try (FakeQemu late = new FakeQemu(socket(), (command, request, client) -> {
                    if (command.equals("second")) {
                        client.send("{\"return\": \"first\", \"id\": 2}"); // 1 was the handshake
                        client.answer(request, "\"second\"");
                    }
                });
                Qmp qmp = connect()) {
            assertFails(Kind.TIMEOUT, "qemu.silent", () -> qmp.execute("first", SHORT));
            assertThat(qmp.execute("second", LONG).asText()).isEqualTo("second");
            assertThat(late.commands()).hasSize(2);
        }
    }

    @Test
    void connectionThatIsCutIsUnavailable() throws IOException {
        try (FakeQemu dying = new FakeQemu(socket(), (command, request, client) -> {
                    client.raw(new byte[] {'{', '"'});
                    client.hangUp();
                });
                Qmp qmp = connect()) {
            assertFails(Kind.UNAVAILABLE, "qmp.gone", () -> qmp.execute("quit", LONG));
            assertFails(Kind.UNAVAILABLE, "qmp.gone", () -> qmp.execute("quit", LONG));
            assertThat(dying.commands()).hasSize(1);
        }
    }

    @Test
    void nobodyThereIsUnavailable() throws IOException {
        assertFails(Kind.UNAVAILABLE, "qmp.gone", this::connect);
        new FakeQemu(socket(), (command, request, client) -> {}).close();
        assertThat(socket()).exists();
        assertFails(Kind.UNAVAILABLE, "qmp.gone", this::connect);
    }

    @Test
    void anotherServerIsNoQemu() throws IOException {
        try (FakeQemu other = new FakeQemu(socket(), "{\"hello\": 1}", (command, request, client) -> {})) {
            assertFails(Kind.HYPERVISOR_FAULT, "qmp.greeting", this::connect);
            assertThat(other.commands()).isEmpty();
        }
        Files.delete(socket());
        try (FakeQemu ssh = new FakeQemu(socket(), "SSH-2.0-OpenSSH", (command, request, client) -> {})) {
            assertFails(Kind.HYPERVISOR_FAULT, "qmp.garbled", this::connect);
            assertThat(ssh.commands()).isEmpty();
        }
    }

    @Test
    void endlessLineIsRefused() throws IOException {
        byte[] filling = new byte[1 << 20];
        Arrays.fill(filling, (byte) 'x');
        try (FakeQemu endless = new FakeQemu(socket(), (command, request, client) -> {
                    while (true) {
                        client.raw(filling);
                    }
                });
                Qmp qmp = connect()) {
            assertFails(Kind.HYPERVISOR_FAULT, "qmp.too-long", () -> qmp.execute("query-status", LONG));
            assertThat(endless.commands()).hasSize(1);
        }
    }

    @Test
    void floodOfEventsHidesNoAnswerAndTakesNoMemory() throws IOException {
        try (FakeQemu chatty = new FakeQemu(socket(), (command, request, client) -> {
                    for (int i = 0; i < 20_000; i++) {
                        client.event("STOP", "{\"number\": " + i + "}");
                    }
                    client.answer(request, "\"after all\"");
                });
                Qmp qmp = connect()) {
            assertThat(qmp.execute("cont", LONG).asText()).isEqualTo("after all");
            int kept = 0;
            int last = 0;
            for (var event = qmp.event(SHORT); event.isPresent(); event = qmp.event(SHORT)) {
                assertThat(event.get().name()).isEqualTo("STOP");
                last = event.get().data().path("number").asInt();
                kept++;
            }
            assertThat(kept).isEqualTo(256);
            assertThat(last).isEqualTo(19_999);
            assertThat(chatty.commands()).hasSize(1);
        }
    }

    @Test
    void floodWithoutAnAnswerEnds() throws IOException {
        try (FakeQemu chatty = new FakeQemu(socket(), (command, request, client) -> {
                    while (true) {
                        client.event("STOP", null);
                    }
                });
                Qmp qmp = connect()) {
            assertFails(Kind.TIMEOUT, "qemu.silent", () -> qmp.execute("cont", SHORT));
            assertThat(chatty.commands()).hasSize(1);
        }
    }

    @Test
    void secondClientWaitsItsTurn() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeQemu qemu = new FakeQemu(socket(), (command, request, client) -> client.answer(request, "1"))) {
            Qmp first = connect();
            assertFails(Kind.TIMEOUT, "qemu.silent", () -> Qmp.connect(socket(), Patience.of(SHORT)));
            CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> {
                Patience patience = Patience.whileMoving(LONG, () -> 0, asked::countDown);
                try (Qmp qmp = Qmp.connect(socket(), patience)) {
                    return qmp.execute("query-status", LONG).asInt();
                }
            });
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second).isNotDone();
            first.close();
            assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(qemu.commands()).hasSize(1);
        }
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        try (FakeQemu silent = new FakeQemu(socket(), (command, request, client) -> {});
                Qmp qmp = connect()) {
            Thread.currentThread().interrupt();
            assertFails(Kind.CANCELLED, "qemu.interrupted", () -> qmp.execute("cont", LONG));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(silent.commands()).hasSizeLessThan(2);
        }
    }

    @Test
    void deepDirectoryIsReached() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("очень-глубоко/".repeat(8)));
        Path link = Files.createSymbolicLink(directory.resolve("d"), deep);
        try (FakeQemu qemu = new FakeQemu(
                        link.resolve("qmp.sock"), (command, request, client) -> client.answer(request, "7"));
                Qmp qmp = Qmp.connect(deep.resolve("qmp.sock"), Patience.of(LONG))) {
            assertThat(deep.resolve("qmp.sock").toString().length()).isGreaterThan(108);
            assertThat(qmp.execute("query-status", LONG).asInt()).isEqualTo(7);
            assertThat(qemu.commands()).hasSize(1);
        }
    }

    private static void assertFails(Kind kind, String code, ThrowingCallable call) {
        assertThatExceptionOfType(VivariumException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.code()).as(e.message()).isEqualTo(code);
            assertThat(e.kind()).isEqualTo(kind);
        });
    }
}
