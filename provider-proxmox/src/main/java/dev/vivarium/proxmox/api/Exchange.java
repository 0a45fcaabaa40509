package dev.vivarium.proxmox.api;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One try of one call at one server: nothing is repeated, no redirect followed, no answer believed to be small. */
final class Exchange implements AutoCloseable {
    /** A cluster of 10,000 machines is listed in 5 MiB. */
    static final long ANSWER_LIMIT = 32L << 20;

    private static final long ERROR_LIMIT = 64L << 10;
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    private final OkHttpClient client;
    private final UploadExchange uploads;

    Exchange(PveSettings settings) {
        PveTimeouts limits = settings.timeouts();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                // The server closes what was idle for 5 s; a request on such a connection is lost.
                .connectionPool(new ConnectionPool(4, 3, TimeUnit.SECONDS))
                .connectTimeout(limits.connect())
                .readTimeout(limits.read())
                .writeTimeout(limits.write())
                .callTimeout(limits.answer())
                .eventListenerFactory(
                        call -> Objects.requireNonNull(call.request().tag(Sending.class)))
                // With it OkHttp would repeat any request, unasked.
                .addNetworkInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .removeHeader("Retry-After")
                        .build());
        ServerTrust.apply(settings.trust(), builder);
        client = builder.build();
        uploads = new UploadExchange(client, limits);
    }

    /** @throws Unanswered if no answer came, or not all of it */
    Reply once(URI endpoint, PveCall call, Credentials.Proof proof) throws Unanswered {
        HttpUrl url = url(endpoint, call);
        Headers.Builder headers = new Headers.Builder();
        headers.add("Accept", "application/json").add("Accept-Encoding", "identity");
        proof.headers().forEach(headers::add);
        UploadBody upload = call.upload();
        if (upload != null) {
            return uploads.once(url, headers.build(), upload);
        }
        Sending sending = new Sending();
        Request request = new Request.Builder()
                .url(url)
                .tag(Sending.class, sending)
                .headers(headers.build())
                .method(call.method(), body(call))
                .build();
        return once(request, sending);
    }

    private Reply once(Request request, Sending sending) throws Unanswered {
        try (Response response = client.newCall(request).execute()) {
            return read(response);
        } catch (IOException e) {
            throw new Unanswered(e, sending.begun());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // OkHttp lets an InterruptedException through that it does not declare.
            Thread.currentThread().interrupt();
            throw new Unanswered(new IOException(e), sending.begun());
        }
    }

    private static Reply read(Response response) throws IOException {
        if (response.code() == 200) {
            return new Reply(200, response.message(), bytes(response, ANSWER_LIMIT));
        }
        try {
            return new Reply(response.code(), response.message(), bytes(response, ERROR_LIMIT));
        } catch (IOException e) {
            // The status line is the answer: it refuses, and says why.
            return new Reply(response.code(), response.message(), new byte[0]);
        }
    }

    private static byte[] bytes(Response response, long limit) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(limit + 1)) {
            throw new IOException("its answer is larger than " + (limit >> 10) + " KiB");
        }
        return source.readByteArray();
    }

    private static HttpUrl url(URI endpoint, PveCall call) {
        HttpUrl.Builder url = Objects.requireNonNull(HttpUrl.get(endpoint), "checked by PveSettings")
                .newBuilder()
                .addPathSegments("api2/json");
        call.path().forEach(url::addPathSegment);
        call.query().list().forEach(param -> url.addQueryParameter(param.name(), param.value()));
        return url.build();
    }

    private static @Nullable RequestBody body(PveCall call) {
        return call.form() == null
                ? null
                : new OneShot(RequestBody.create(call.form().form(), null));
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** A form that OkHttp sends once at most. */
    private static final class OneShot extends RequestBody {
        private final RequestBody form;

        OneShot(RequestBody form) {
            this.form = form;
        }

        @Override
        public MediaType contentType() {
            return FORM;
        }

        @Override
        public long contentLength() throws IOException {
            return form.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(okio.BufferedSink sink) throws IOException {
            form.writeTo(sink);
        }
    }
}
