package dev.vivarium.service.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.service.fixture.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A careful caller: asks again until it has an answer, whichever instance gives it, and a change always with the same
 * Idempotency-Key. Safe for threads.
 */
public final class Caller {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<Integer> ASK_AGAIN = Set.of(429, 503);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<URI> addresses;
    private final String token;
    private final Duration limit;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param limit after which a request without an answer is made again */
    public Caller(List<URI> addresses, String token, Duration limit) {
        this.addresses = List.copyOf(addresses);
        this.token = token;
        this.limit = limit;
    }

    /** Reads something. */
    public Answer get(String path) {
        return insist("GET", path, null, "");
    }

    /** Changes something, with a key of its own. */
    public Answer change(String method, String path, @Nullable JsonNode body) {
        return insist(method, path, body, UUID.randomUUID().toString());
    }

    /** All items of a list, page by page. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String token = "";
        do {
            Answer page = get(path + (path.contains("?") ? "&" : "?") + "pageSize=500"
                    + (token.isEmpty() ? "" : "&pageToken=" + token));
            if (!page.isGood()) {
                throw new AssertionError("GET " + path + " was answered with " + page);
            }
            page.body().path("items").forEach(items::add);
            token = page.text("nextPageToken");
        } while (!token.isEmpty());
        return items;
    }

    /**
     * Reads something again and again until it is as wished.
     *
     * @throws AssertionError with the last answer if it does not become so in time
     */
    public Answer await(String path, Duration patience, Predicate<Answer> wished) {
        return Waiting.until("GET " + path, patience, () -> get(path), wished);
    }

    /** Asks once. */
    public Answer once(String method, String path, @Nullable JsonNode body, String key)
            throws IOException, InterruptedException {
        URI address = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(limit)
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                response.statusCode(),
                response.headers(),
                isJson ? Json.read(response.body(), JsonNode.class) : MissingNode.getInstance());
    }

    private Answer insist(String method, String path, @Nullable JsonNode body, String key) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "nobody answered";
        while (System.nanoTime() < end) {
            try {
                Answer answer = once(method, path, body, key);
                if (!ASK_AGAIN.contains(answer.status())) {
                    return answer;
                }
                last = answer.toString();
            } catch (IOException e) {
                last = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new AssertionError(method + " " + path + " got no answer in " + PATIENCE + "; the last: " + last);
    }
}
