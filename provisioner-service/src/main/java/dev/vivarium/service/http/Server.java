package dev.vivarium.service.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The door: Javalin and Jetty, which nothing else here knows. */
public final class Server implements AutoCloseable {
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int FEWEST_THREADS = 4;

    private final Dispatcher dispatcher;
    private final Limits limits;
    private final boolean secure;
    private final Semaphore streams;
    private final ExecutorService streaming = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "vivarium-events");
        thread.setDaemon(true);
        return thread;
    });
    private final Javalin javalin;
    private volatile boolean closing;

    /**
     * Listens from now on.
     *
     * @throws IllegalStateException if the contract promises an operation that no route answers
     * @throws dev.vivarium.core.model.VivariumException UNAVAILABLE {@code listen.address} if the address is taken
     */
    public Server(
            InetSocketAddress address,
            Optional<Tls> tls,
            Routes routes,
            Gate gate,
            Ledger ledger,
            Limits limits,
            MeterRegistry metrics) {
        routes.checkComplete();
        this.dispatcher = new Dispatcher(routes, gate, ledger, limits, metrics);
        this.limits = limits;
        this.secure = tls.isPresent();
        this.streams = new Semaphore(limits.streams());
        this.javalin = Javalin.create(config -> configure(config, address, tls, routes));
        try {
            javalin.start();
        } catch (RuntimeException e) {
            streaming.shutdownNow();
            throw ListenFailure.of(address, e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Takes no more requests; streams of events end, requests that are being answered are finished. */
    @Override
    public void close() {
        closing = true;
        streaming.shutdownNow();
        javalin.stop();
    }

    private void configure(JavalinConfig config, InetSocketAddress address, Optional<Tls> tls, Routes routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        QueuedThreadPool threads = new QueuedThreadPool(limits.threads(), FEWEST_THREADS);
        threads.setName("vivarium-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(this::bound);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new ProblemPages());
            server.setStopTimeout(Duration.ofSeconds(5).toMillis());
        });
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = tls.map(t -> t.connector(server, http))
                    .orElseGet(() -> new ServerConnector(
                            server, 1, 1, new org.eclipse.jetty.server.HttpConnectionFactory(http)));
            connector.setHost(address.getHostString());
            connector.setPort(address.getPort());
            connector.setIdleTimeout(IDLE.toMillis());
            return connector;
        });
        for (Endpoint endpoint : routes.endpoints()) {
            config.routes.addHttpHandler(
                    HandlerType.findOrCreate(endpoint.method()), endpoint.path(), context -> answer(endpoint, context));
        }
        config.routes.before(context -> {
            if (context.method().equals(HandlerType.HEAD)) { // which Javalin would answer without asking who it is
                throw new HttpResponseException(405, "", Map.of());
            }
        });
        config.routes.exception(HttpResponseException.class, (e, context) -> refuse(e, context));
        config.routes.exception(
                Exception.class, (e, context) -> write(context, Problems.reply(e, Trace.of(Optional.empty()))));
    }

    private void bound(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(limits.headerBytes());
        http.setIdleTimeout(IDLE.toMillis());
    }

    private void answer(Endpoint endpoint, Context context) {
        if (context.header(METHOD_OVERRIDE) != null) { // Javalin believes it, and a reading would become a change
            Refusal refusal =
                    Refusal.badRequest("request.method", "a request has one method; leave " + METHOD_OVERRIDE + " out");
            write(context, Problems.reply(refusal, Trace.of(Optional.empty())));
            return;
        }
        Incoming incoming = new Incoming(
                context.path(),
                context.pathParamMap(),
                context.queryParamMap(),
                name -> Optional.ofNullable(context.header(name)),
                count(context),
                context.bodyInputStream(),
                context.req().getContentLengthLong(),
                context.ip());
        Reply reply = dispatcher.answer(endpoint, incoming);
        if (reply.events().isPresent()) {
            stream(context, reply, reply.events().get());
        } else {
            write(context, reply);
        }
    }

    private static int count(Context context) {
        return Collections.list(context.req().getHeaderNames()).stream()
                .mapToInt(
                        name -> Collections.list(context.req().getHeaders(name)).size())
                .sum();
    }

    private void stream(Context context, Reply reply, EventSource source) {
        if (!streams.tryAcquire()) {
            Refusal busy = Refusal.later(
                    503, "events.busy", "too many connections listen to events already", Duration.ofSeconds(5));
            write(context, Problems.reply(busy, Trace.of(Optional.empty())));
            return;
        }
        headers(context, reply);
        context.header("X-Accel-Buffering", "no");
        context.future(() -> CompletableFuture.runAsync(() -> tell(context, source), streaming));
    }

    private void tell(Context context, EventSource source) {
        try {
            EventStream stream = new EventStream(context.res().getOutputStream(), () -> closing);
            stream.comment("listening");
            source.tell(stream);
        } catch (IOException | RejectedExecutionException e) {
            // the listener went before it heard anything
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.release();
        }
    }

    /** What Javalin refuses by itself: a path or method that there is not. */
    private void refuse(HttpResponseException e, Context context) {
        Refusal refusal = switch (e.getStatus()) {
            case 404 ->
                Refusal.notFound("request.path", "there is nothing at this path; /openapi.json says what there is");
            case 405 ->
                new Refusal(
                        Problem.of(405, "Not possible there", "request.method", "this path has other methods"),
                        Map.of("Allow", allowed(e)));
            default ->
                Refusal.of(e.getStatus(), "The request is wrong", "request.refused", "the request cannot be read");
        };
        write(context, Problems.reply(refusal, Trace.of(Optional.empty())));
    }

    private static String allowed(HttpResponseException e) {
        String methods = e.getDetails().getOrDefault("availableMethods", "");
        return methods.isEmpty() ? "GET" : methods;
    }

    private void write(Context context, Reply reply) {
        headers(context, reply);
        if (reply.content().length > 0) {
            context.result(reply.content());
        }
    }

    private void headers(Context context, Reply reply) {
        context.status(reply.status());
        if (!reply.type().isEmpty()) {
            context.contentType(reply.type());
        }
        SecurityHeaders.of(context.path(), secure).forEach(context::header);
        reply.headers().forEach(context::header);
    }
}
