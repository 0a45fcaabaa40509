package dev.vivarium.qemu.living;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to the node as its user does: from outside, on its published port. */
final class Muse {
    private static final int PORT = 8080;
    private final Endpoint endpoint;

    Muse(Node node) {
        this.endpoint = node.machine().orElseThrow().reach(PORT).orElseThrow();
    }

    String say(String text) throws IOException, InterruptedException {
        String body = "{\"text\":\"" + text + "\"}";
        return send(HttpRequest.newBuilder(at("/prompt"))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    String memory() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at("/memory")));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        // a client keeps its connections, and after a rollback the guest knows nothing of those made before it
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        request.timeout(Duration.ofMinutes(2)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException("HTTP " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private URI at(String path) {
        return URI.create("http://" + endpoint + path);
    }
}
