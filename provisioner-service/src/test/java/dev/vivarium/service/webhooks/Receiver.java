package dev.vivarium.service.webhooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Somebody's web server on this computer, which answers what a test wants. */
final class Receiver implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Got> got = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Answer answer = answering("200 OK");

    /** One request. */
    record Got(String line, Map<String, String> headers, String body) {}

    /** What happens after a request was read. */
    @FunctionalInterface
    interface Answer {
        void to(OutputStream out) throws IOException;
    }

    Receiver() {
        this(plain());
    }

    Receiver(ServerSocket server) {
        this.server = server;
        threads.execute(this::accept);
    }

    static Answer answering(String status) {
        return out ->
                out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nOK").getBytes(StandardCharsets.UTF_8));
    }

    /** Never says anything, until it is closed. */
    Answer silent() {
        return out -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    Receiver answers(Answer other) {
        answer = other;
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    synchronized List<Got> got() {
        return List.copyOf(got);
    }

    private static ServerSocket plain() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Got request = read(socket.getInputStream());
            if (request != null) {
                synchronized (this) {
                    got.add(request);
                }
                answer.to(socket.getOutputStream());
            }
        } catch (SocketException e) {
            return; // who asked has heard enough
        } catch (IOException e) {
            return;
        }
    }

    private static @Nullable Got read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        return line.isEmpty() ? null : new Got(line, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
