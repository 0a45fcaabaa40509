package dev.vivarium.core.image;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.core.spi.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads from web servers: HTTPS only, but for this computer itself; every wait has a limit and can be cancelled. */
final class WebSource {
    private static final int REDIRECTS = 5;
    private static final Duration SLICE = Duration.ofMillis(200);

    private final HttpClient client;
    private final Duration inactivity;
    private volatile AddressPolicy policy = AddressPolicy.any();

    WebSource(HttpClient client, Duration inactivity) {
        this.client = client;
        this.inactivity = inactivity;
    }

    /**
     * From now on only hosts at allowed addresses are asked. The JDK resolves a name again when it connects, from the cache that
     * the check has just filled.
     */
    void allow(AddressPolicy hosts) {
        policy = hosts;
    }

    static HttpClient standardClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(15))
                .build();
    }

    /** An answer whose body is still to be read. */
    record Reply(URI address, int status, Map<String, List<String>> headers, ByteQueue body) implements AutoCloseable {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }

        @Override
        public void close() {
            body.close();
        }
    }

    /**
     * Asks for a document, from this byte on; follows redirects.
     *
     * @param version of which the earlier bytes are, as the server named it: another one is given from its start; may be
     *     empty
     * @throws VivariumException INVALID {@code image.insecure} if it, or what it leads to, is not HTTPS
     * @throws IOException if no answer comes
     */
    Reply get(URI address, long from, String version, Work work) throws IOException {
        URI at = address;
        requireSecure(at);
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            policy.resolve(at.getHost());
            Reply reply = once(at, from, version, work);
            if (reply.status() / 100 != 3) {
                return reply;
            }
            reply.close();
            at = redirected(at, reply.header("location"));
        }
        throw ImageErrors.insecure(address, "it leads from one address to the next without an end");
    }

    /** True if the address, or where it leads to, is there; asks for its head only. */
    boolean answers(URI address) throws IOException {
        requireSecure(address);
        policy.resolve(address.getHost());
        try {
            HttpRequest head = HttpRequest.newBuilder(address)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .timeout(inactivity)
                    .build();
            int status = client.send(head, BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 400;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Reads a whole, small document. */
    byte[] small(URI address, int limit, Work work) throws IOException {
        try (Reply reply = get(address, 0, "", work)) {
            if (reply.status() / 100 == 5) {
                throw new IOException("HTTP " + reply.status());
            } else if (reply.status() != 200) {
                throw ImageErrors.status(address, reply.status());
            }
            ByteArrayOutputStream document = new ByteArrayOutputStream();
            for (ByteBuffer piece = next(reply, work); piece != null; piece = next(reply, work)) {
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                document.writeBytes(bytes);
                if (document.size() > limit) {
                    throw ImageErrors.tooLarge(address, limit);
                }
            }
            return document.toByteArray();
        }
    }

    /** The next bytes of the body, null at its end. */
    @Nullable
    ByteBuffer next(Reply reply, Work work) throws IOException {
        long until = System.nanoTime() + inactivity.toNanos();
        try {
            while (System.nanoTime() < until) {
                work.checkCancelled();
                List<ByteBuffer> pieces = reply.body().poll(SLICE);
                if (pieces == null) {
                    return null;
                }
                if (!pieces.isEmpty()) {
                    return joined(pieces);
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        throw new IOException("no byte came for " + inactivity.toSeconds() + " s");
    }

    private Reply once(URI at, long from, String version, Work work) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at).header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
            if (!version.isEmpty()) {
                request.header("If-Range", version);
            }
        }
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> asked =
                client.sendAsync(request.GET().build(), BodyHandlers.ofPublisher());
        boolean answered = false;
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = await(asked, work);
            answered = true;
            ByteQueue body = new ByteQueue();
            response.body().subscribe(body);
            return new Reply(at, response.statusCode(), response.headers().map(), body);
        } finally {
            if (!answered) {
                asked.cancel(true);
            }
        }
    }

    private <T> T await(CompletableFuture<T> asked, Work work) throws IOException {
        long until = System.nanoTime() + inactivity.toNanos();
        while (System.nanoTime() < until) {
            work.checkCancelled();
            try {
                return asked.get(SLICE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // look again
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            }
        }
        throw new IOException("no answer for " + inactivity.toSeconds() + " s");
    }

    private static ByteBuffer joined(List<ByteBuffer> pieces) {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        ByteBuffer all = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(all::put);
        return all.flip();
    }

    static void requireSecure(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null) {
            throw ImageErrors.invalid("image.address", "the image address needs a host and no user name");
        }
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
        if (!scheme.equals("https") && !(scheme.equals("http") && here)) {
            throw ImageErrors.insecure(address, "images come over https:// only");
        }
    }

    private static URI redirected(URI at, String location) {
        URI next;
        try {
            next = at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw ImageErrors.insecure(at, "it leads to no address");
        }
        if (location.isEmpty() || !"https".equalsIgnoreCase(next.getScheme())) {
            throw ImageErrors.insecure(at, "it leads to an address that is not https://");
        }
        requireSecure(next);
        return next;
    }

    private static VivariumException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new VivariumException(Kind.CANCELLED, "image.interrupted", "interrupted while fetching an image", e);
    }
}
