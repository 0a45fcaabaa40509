package dev.vivarium.core.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server on this computer with all the manners, good and bad, that image servers have. */
final class ImageServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-");

    /** How one request is answered. */
    interface Manner {
        void answer(HttpExchange exchange, int from) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> requests = new CopyOnWriteArrayList<>();

    ImageServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    ImageServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.start();
    }

    /** The manners of the requests in turn; the last one stays. */
    ImageServer on(String path, Manner... manners) {
        int[] turn = {0};
        server.createContext(path, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
            Manner manner;
            synchronized (turn) {
                manner = manners[Math.min(turn[0]++, manners.length - 1)];
            }
            Matcher from = RANGE.matcher(range == null ? "" : range);
            try (exchange) {
                manner.answer(exchange, from.matches() ? Integer.parseInt(from.group(1)) : 0);
            }
        });
        return this;
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Gives all, or from where it was asked to. */
    static Manner gives(byte[] content) {
        return (exchange, from) -> {
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            head(exchange, content.length, from);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(content, from, content.length - from);
            }
        };
    }

    /** Gives all from the start, whatever it was asked. */
    static Manner ignoresRanges(byte[] content) {
        return (exchange, from) -> gives(content).answer(exchange, 0);
    }

    /** Names the version of its file, and goes on only with what is of this version. */
    static Manner version(String tag, Manner manner) {
        return (exchange, from) -> {
            exchange.getResponseHeaders().add("ETag", tag);
            String wanted = exchange.getRequestHeaders().getFirst("If-Range");
            manner.answer(exchange, wanted == null || wanted.equals(tag) ? from : 0);
        };
    }

    /** Promises all and hangs up after so many bytes more. */
    static Manner hangsUpAfter(byte[] content, int bytes) {
        return (exchange, from) -> {
            head(exchange, content.length, from);
            exchange.getResponseBody().write(content, from, Math.min(bytes, content.length - from));
            exchange.getResponseBody().flush();
            throw new IOException("hangs up");
        };
    }

    static Manner ignoresRangesAndHangsUpAfter(byte[] content, int bytes) {
        return (exchange, from) -> hangsUpAfter(content, bytes).answer(exchange, 0);
    }

    /** Gives the first bytes, then none, until the reader has had enough. */
    static Manner stallsAfter(byte[] content, int bytes) {
        return (exchange, from) -> {
            head(exchange, content.length, from);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    static Manner neverEnds() {
        return (exchange, from) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] page = Arrays.copyOf(SampleImages.qcow2(), 1 << 16);
            while (true) {
                exchange.getResponseBody().write(page);
            }
        };
    }

    static Manner status(int status) {
        return (exchange, from) -> exchange.sendResponseHeaders(status, -1);
    }

    static Manner leadsTo(String location) {
        return (exchange, from) -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    private static void head(HttpExchange exchange, int length, int from) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
        }
        boolean headOnly = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, headOnly ? -1 : length - from);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
