package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLException;

/** Sends requests and reads what comes back; again, where that is safe. */
final class Exchange {
    private final ClientSettings settings;
    private final HttpClient http;
    private final Pause pause;

    Exchange(ClientSettings settings, Pause pause) {
        this.settings = settings;
        this.pause = pause;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // the token is for this address alone
                .connectTimeout(settings.connectTimeout());
        if (settings.address().getScheme().equalsIgnoreCase("https")) {
            builder.sslContext(TlsContext.of(settings.trust()));
        }
        this.http = builder.build();
    }

    ClientSettings settings() {
        return settings;
    }

    /** Tries as often as the settings say. */
    Tries tries() {
        return new Tries(settings.retries(), settings.patience(), pause);
    }

    /** Tries until patience ends. */
    Tries patientTries() {
        return new Tries(Integer.MAX_VALUE, settings.patience(), pause);
    }

    /** The answer. Its type is what the call says. */
    <T> Tagged<T> send(Call call, Change change) {
        if (change.ifMatch().isPresent() && !call.isMatched() || change.key().isPresent() && !call.isKeyed()) {
            throw new IllegalArgumentException(call.method() + " " + call.target() + " takes no such condition");
        }
        if (call.isKeyed()) {
            call.header(
                    "Idempotency-Key",
                    change.key().orElseGet(() -> UUID.randomUUID().toString()));
        }
        change.ifMatch().ifPresent(etag -> call.header("If-Match", etag));
        Tries tries = tries();
        while (true) {
            try {
                return once(call);
            } catch (ServiceException e) {
                if (!call.isRepeatable() || !e.isTransient()) {
                    throw e;
                }
                tries.waitAfter(e);
            }
        }
    }

    private <T> Tagged<T> once(Call call) {
        HttpResponse<InputStream> response = open(call, settings.inactivity());
        try (InputStream body = response.body()) {
            return new Answers(settings.address()).read(call, response, body);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** The answer's head, with a body that ends when nothing comes for so long. The caller closes it. */
    HttpResponse<InputStream> open(Call call, Duration quiet) {
        try {
            return http.send(request(call), info -> new TimedBody(quiet));
        } catch (IOException e) {
            throw lost(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Tries.interrupted(e);
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + call.target()))
                .timeout(settings.inactivity())
                .header("User-Agent", "vivarium-client");
        if (!call.headers().containsKey("Accept")) {
            request.header("Accept", "application/json, application/problem+json");
        }
        call.headers().forEach(request::header);
        settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
        byte[] body = call.body();
        if (body == null) {
            return request.method(call.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", call.bodyType())
                .method(call.method(), BodyPublishers.ofByteArray(body))
                .build();
    }

    private String base() {
        return settings.address().toString().replaceFirst("/+$", "");
    }

    ServiceException lost(IOException e) {
        if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return Tries.interrupted(e);
        }
        String where = settings.address().toString();
        if (e instanceof SSLException) {
            return ServiceException.ours(
                    ErrorKind.DENIED, "tls", "the service at " + where + " is not believed: " + reason(e), e);
        }
        String what = e instanceof HttpTimeoutException
                ? "the service at " + where + " does not answer in time: "
                : e instanceof ConnectException
                        ? "there is no service at " + where + ": "
                        : "the connection to the service at " + where + " was lost: ";
        return ServiceException.ours(ErrorKind.UNAVAILABLE, "unreachable", what + reason(e), e);
    }

    private static String reason(Throwable e) {
        return Optional.ofNullable(e.getMessage())
                .filter(m -> !m.isBlank() && !m.equals("null"))
                .or(() -> Optional.ofNullable(e.getCause()).map(Exchange::reason))
                .orElse("connection refused");
    }
}
