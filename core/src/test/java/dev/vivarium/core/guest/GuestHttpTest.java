package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.keys.TestKeys;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP to ports of a guest, through the tunnel; the guest's ports are ports of this process. */
@Timeout(60)
class GuestHttpTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final KeyRing ring = TestKeys.ring();
    private final SshKeyPair hostKey = ring.hostKey(NodeId.random(), 1);
    private final GuestAccess access = new GuestAccess();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private GuestSshd guest;
    private HttpServer service;
    private GuestSession session;

    @BeforeEach
    void boot() throws Exception {
        guest = new GuestSshd(List.of(hostKey.keyPair()), ring.loginKey(1));
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(threads);
        service.start();
        session = access.open(
                guest.endpoint(),
                new GuestLogin(new HostKey.Given(hostKey.publicLine()), "vivarium", ring.loginKey(1)));
    }

    @AfterEach
    void powerOff() throws Exception {
        session.close();
        access.close();
        service.stop(0);
        guest.close();
        threads.shutdownNow();
    }

    @Test
    void asksAndSends() {
        answers("/health", 200, "жив");
        answers("/broken", 500, "нет");
        answers("/moved", 302, "");
        service.createContext("/prompt", exchange -> {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            reply(exchange, 200, exchange.getRequestMethod() + " " + type + " " + text);
        });

        assertThat(get("/health")).isEqualTo(new HttpAnswer(200, "жив", false));
        assertThat(get("/broken")).isEqualTo(new HttpAnswer(500, "нет", false));
        assertThat(get("/moved").ok()).isFalse();
        assertThat(session.http(HttpCall.post(port(), "/prompt", "{\"text\":\"кто ты?\"}"), LIMIT)
                        .body())
                .isEqualTo("POST application/json; charset=utf-8 {\"text\":\"кто ты?\"}");
        assertThat(get("/absent").status()).isEqualTo(404);
    }

    @Test
    void cutsALongAnswerAndLeavesASlowOne() throws Exception {
        service.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] page = new byte[65536];
            while (true) {
                exchange.getResponseBody().write(page);
            }
        });
        HttpAnswer answer = get("/endless");
        assertThat(answer.cut()).isTrue();
        assertThat(answer.body()).hasSize(HttpAnswer.LIMIT);

        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            HttpCall call = HttpCall.get(mute.getLocalPort(), "/health");
            fails(() -> session.http(call, Duration.ofMillis(300)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-no\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"})
    void isClearAboutWhatIsNoAnswer(String bytes) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket odd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                while (!odd.isClosed()) {
                    try (Socket one = odd.accept()) {
                        asked.incrementAndGet();
                        one.getInputStream().read(new byte[4096]);
                        one.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            fails(() -> session.http(HttpCall.post(odd.getLocalPort(), "/prompt", "{}"), LIMIT));
            assertThat(asked).as("a POST is never sent twice").hasValue(1);
        }
    }

    @Test
    void knowsWhetherAPortIsOpen() throws Exception {
        int port = port();
        assertThat(session.tcp(port, LIMIT)).isTrue();
        service.stop(0);
        assertThat(session.tcp(port, LIMIT)).isFalse();
        fails(() -> session.http(HttpCall.get(port, "/health"), LIMIT));
    }

    @Test
    void refusesWhatIsNoRequest() {
        for (String path : List.of("health", "/a b", "/a\r\nX: y")) {
            assertThatThrownBy(() -> HttpCall.get(80, path)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> HttpCall.get(0, "/")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void fails(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("guest.http"));
    }

    private HttpAnswer get(String path) {
        return session.http(HttpCall.get(port(), path), LIMIT);
    }

    private int port() {
        return service.getAddress().getPort();
    }

    private void answers(String path, int status, String body) {
        service.createContext(path, exchange -> reply(exchange, status, body));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
