package dev.vivarium.proxmox.fake.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** Takes connections and lets each request be answered. */
public final class Listener implements AutoCloseable {
    private final ServerSocket server;
    private final Exchange exchange;
    private final Path spool;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake PVE");
        thread.setDaemon(true);
        return thread;
    });

    /** Answers a request; empty to close the connection without an answer. */
    public interface Exchange {
        Optional<Answer> answer(Request request);
    }

    /** Listens on the loopback address. */
    public Listener(ServerSocketFactory sockets, int port, Path spool, Exchange exchange) throws IOException {
        server = sockets.createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.exchange = exchange;
        this.spool = spool;
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many requests came so far. */
    public int requests() {
        return requests.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException | RuntimeException e) {
                if (!server.isClosed()) {
                    throw new IllegalStateException("the fake PVE cannot accept a connection", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        try (socket) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            boolean goOn = true;
            while (goOn) {
                RequestReader reader = new RequestReader(in, spool);
                Optional<Request> request = reader.next();
                if (request.isEmpty()) {
                    return;
                }
                requests.incrementAndGet();
                Optional<Answer> answer = reader.refused().or(() -> exchange.answer(request.get()));
                if (answer.isEmpty()) {
                    return;
                }
                goOn = reader.refused().isEmpty() && answer.get().status() == 200;
                write(socket.getOutputStream(), answer.get(), goOn);
            }
        } catch (IOException e) {
            // the client has gone
        } finally {
            open.remove(socket);
        }
    }

    private static void write(OutputStream out, Answer answer, boolean goOn) throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        byte[] body = answer.body();
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " " + answer.reason() + "\r\n");
        head.append("Cache-Control: max-age=0\r\nConnection: ").append(goOn ? "Keep-Alive" : "close");
        head.append("\r\nDate: ").append(date).append("\r\nPragma: no-cache\r\nServer: pve-api-daemon/3.0\r\n");
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
            head.append("Content-Type: ").append(answer.type()).append("\r\n");
        } else if (goOn) {
            head.append("Content-Length: 0\r\n");
        }
        head.append("Expires: ").append(date).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        if (body != null) {
            all.writeBytes(body);
        }
        out.write(all.toByteArray());
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
