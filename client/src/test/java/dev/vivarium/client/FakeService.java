package dev.vivarium.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vivarium.client.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server, which answers as a test wants and remembers what it was asked. */
final class FakeService implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits for an acknowledgement
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile Handler handler = (request, exchange) -> problem(exchange, 404, "x.unknown", Map.of());

    /** What was asked. */
    record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** Answers. */
    @FunctionalInterface
    interface Handler {
        void answer(Request request, HttpExchange exchange) throws IOException;
    }

    FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                Request request = new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        exchange.getRequestBody().readAllBytes());
                requests.add(request);
                handler.answer(request, exchange);
            }
        });
        server.start();
    }

    FakeService answering(Handler with) {
        handler = with;
        return this;
    }

    /** Answers everything with this JSON. */
    FakeService answering(String json) {
        return answering((request, exchange) -> json(exchange, 200, json));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    ClientSettings settings() {
        return ClientSettings.of(address()).token(Secret.of("viv_canary"));
    }

    /** A client that does not really wait. */
    VivariumClient client() {
        return client(settings());
    }

    VivariumClient client(ClientSettings settings) {
        return VivariumClient.of(settings, pauses::add);
    }

    List<Request> requests() {
        return requests;
    }

    /** How long the client would have waited. */
    List<Duration> pauses() {
        return pauses;
    }

    static void json(HttpExchange exchange, int status, String json) throws IOException {
        send(exchange, status, "application/json", json);
    }

    static void problem(HttpExchange exchange, int status, String code, Map<String, String> headers)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        send(
                exchange,
                status,
                "application/problem+json",
                "{\"type\":\"/docs/problems#" + code + "\",\"title\":\"No\",\"status\":" + status
                        + ",\"detail\":\"почему: " + code + "\",\"code\":\"" + code + "\",\"hint\":\"try otherwise\","
                        + "\"findings\":[{\"severity\":\"error\",\"code\":\"a.b\",\"message\":\"m\",\"remedy\":\"r\"}],\"newer\":1}");
    }

    static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
