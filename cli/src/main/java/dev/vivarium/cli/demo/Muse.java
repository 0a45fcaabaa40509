package dev.vivarium.cli.demo;

import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo's node, as any program talks to it: HTTP and JSON on its published port. */
final class Muse {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOST_BYTES = 1 << 20;

    private final Endpoint endpoint;

    Muse(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** What it keeps. */
    record Memory(int count, List<String> kept) {
        Memory {
            kept = List.copyOf(kept);
        }
    }

    private record Answer(@Nullable String response) {}

    private record Kept(int count, @Nullable List<String> kept) {}

    /** Its answer, as one safe line. */
    String ask(String text) {
        String body = Json.write(Map.of("text", text));
        HttpRequest request = request("/prompt")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        String response = Json.read(send(request), Answer.class).response();
        if (response == null) {
            throw unexpected("it answered without a 'response'");
        }
        return Printable.line(response);
    }

    Memory memory() {
        Kept kept = Json.read(send(request("/memory").GET().build()), Kept.class);
        List<String> lines = kept.kept() == null ? List.of() : kept.kept();
        return new Memory(kept.count(), lines.stream().map(Printable::line).toList());
    }

    String address() {
        return "http://" + endpoint;
    }

    /** A client keeps its connections, and after a rollback the guest knows nothing of those made before it. */
    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).timeout(PATIENCE);
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                String body = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                if (response.statusCode() != 200) {
                    throw unexpected("it answered " + response.statusCode() + ": " + Printable.line(body));
                }
                return body;
            }
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.GUEST_FAULT, "demo.unreachable", "the node does not answer at " + address() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(Kind.CANCELLED, "interrupted", "interrupted while the node was answering", e);
        }
    }

    private VivariumException unexpected(String what) {
        return new VivariumException(Kind.GUEST_FAULT, "demo.answer", "the node at " + address() + ": " + what);
    }
}
