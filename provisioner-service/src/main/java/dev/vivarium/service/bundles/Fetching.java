package dev.vivarium.service.bundles;

import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Gets an archive from an address that a caller gave. Where that leads is checked before each connection, and at each
 * redirect. The JDK resolves a name again when it connects, from the same cache that was just filled (30 s), so what was
 * checked is what is connected to.
 */
final class Fetching {
    private static final int REDIRECTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final AddressPolicy policy;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(15))
            .build();

    Fetching(AddressPolicy policy) {
        this.policy = policy;
    }

    void fetch(URI address, Path into, long mostBytes) {
        URI at = address;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            policy.resolve(host(at));
            try {
                HttpResponse<InputStream> response = client.send(
                        HttpRequest.newBuilder(at).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() / 100 != 3) {
                        receive(response.statusCode(), body, into, mostBytes);
                        return;
                    }
                    at = at.resolve(response.headers().firstValue("location").orElse(""));
                }
            } catch (IOException | IllegalArgumentException e) {
                throw failed("the archive could not be fetched from " + at.getHost());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("fetching was interrupted");
            }
        }
        throw failed("the address leads from one to the next without an end");
    }

    private static String host(URI address) {
        if (!"https".equalsIgnoreCase(address.getScheme())
                || address.getHost() == null
                || address.getRawUserInfo() != null) {
            throw Refusal.badRequest(
                    "bundle.address", "an archive comes from an https:// address with a host and without a user name");
        }
        return address.getHost();
    }

    private static void receive(int status, InputStream body, Path into, long mostBytes) throws IOException {
        if (status != 200) {
            throw failed("the server answered " + status);
        }
        long got = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(into)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                got += n;
                if (got > mostBytes) {
                    throw Refusal.tooLarge(mostBytes);
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private static Refusal failed(String detail) {
        return Refusal.later(503, "bundle.unavailable", detail, Duration.ofSeconds(30));
    }
}
