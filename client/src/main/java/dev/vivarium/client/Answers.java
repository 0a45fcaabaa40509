package dev.vivarium.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JavaType;
import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what came back; all of it may be wrong, as anything may be at an address. */
final class Answers {
    private static final int LIMIT = 64 << 20;
    private static final int PROBLEM_LIMIT = 1 << 20;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final URI address;

    Answers(URI address) {
        this.address = address;
    }

    @SuppressWarnings("unchecked") // a call says its type, and its method has the same
    <T> Tagged<T> read(Call call, HttpResponse<InputStream> response, InputStream body) throws IOException {
        if (!call.isFine(response.statusCode())) {
            throw problem(response, body);
        }
        Optional<String> etag = response.headers().firstValue("ETag");
        JavaType type = call.answer();
        if (type == null) {
            return new Tagged<>((T) Nothing.NOTHING, etag);
        }
        if (type.hasRawClass(String.class)) {
            return new Tagged<>((T) new String(bounded(body, LIMIT), StandardCharsets.UTF_8), etag);
        }
        if (!contentType(response).equals("application/json")) {
            throw notAService("answers with " + named(contentType(response)) + " where JSON is due");
        }
        try {
            return new Tagged<>(Wire.read(bounded(body, LIMIT), type), etag);
        } catch (JsonProcessingException e) {
            throw ServiceException.ours(
                    ErrorKind.INTERNAL,
                    e instanceof JsonEOFException ? "truncated" : "unreadable",
                    "what the service at " + address + " answers cannot be read: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Why it was not done. */
    ServiceException problem(HttpResponse<InputStream> response, InputStream body) throws IOException {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            return notAService("sends to another address, "
                    + named(response.headers().firstValue("Location").orElse(""))
                    + ", where the token will not follow");
        }
        return new ServiceException(described(status, response, body), retryAfter(response));
    }

    private Problem described(int status, HttpResponse<InputStream> response, InputStream body) throws IOException {
        if (contentType(response).equals("application/problem+json")) {
            try {
                return Wire.<Problem>read(bounded(body, PROBLEM_LIMIT), Wire.type(Problem.class));
            } catch (JsonProcessingException e) {
                // told below by its status alone
            }
        }
        return new Problem(
                "about:blank",
                "Status " + status,
                status,
                "the service at " + address + " answers with status " + status + " and does not say why",
                "http." + status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    ServiceException notAService(String what) {
        return ServiceException.ours(
                ErrorKind.INVALID, "not-a-service", address + " " + what + "; is it a Vivarium service?", null);
    }

    static String contentType(HttpResponse<?> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(v -> v.matches("\\d{1,9}"))
                .map(v -> Duration.ofSeconds(Long.parseLong(v)))
                .filter(v -> v.compareTo(LONGEST_RETRY_AFTER) <= 0)
                .orElse(null);
    }

    private byte[] bounded(InputStream body, int limit) throws IOException {
        byte[] all = body.readNBytes(limit + 1);
        if (all.length > limit) {
            throw notAService("answers with more than " + (limit >> 20) + " MiB");
        }
        return all;
    }

    private static String named(String text) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return shown.isEmpty() ? "nothing" : shown.replaceAll("\\p{Cntrl}", "?");
    }

    /** What a call without an answer answers. */
    enum Nothing {
        NOTHING
    }
}
