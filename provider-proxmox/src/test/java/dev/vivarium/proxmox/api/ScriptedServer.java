package dev.vivarium.proxmox.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A TLS server that answers each request with the next answer of its script, byte by byte as the test wants it. */
final class ScriptedServer implements AutoCloseable {
    static final HeldCertificate OURS =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

    private final SSLServerSocket listener;
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private volatile Answer otherwise = (request, out) -> false;

    /**
     * What came.
     *
     * @param body a form; an upload is left to be read from {@code rest}
     * @param reads in how many reads its head and form came
     */
    record Request(
            String method, String target, Map<String, String> headers, String body, int reads, InputStream rest) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Writes an answer, or a part of one; true to go on with the connection. */
    interface Answer {
        boolean to(Request request, OutputStream out) throws IOException;
    }

    ScriptedServer() {
        this(OURS);
    }

    ScriptedServer(HeldCertificate certificate) {
        ServerSocketFactory factory = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()
                .getServerSocketFactory();
        try {
            listener = (SSLServerSocket) factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background(this::accept);
    }

    /** Answers with data, as the server does. */
    static Answer data(String json) {
        return status("200 OK", "{\"data\":" + json + "}");
    }

    static Answer status(String line, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw("HTTP/1.1 " + line + "\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body, true);
    }

    static Answer raw(String text, boolean goOn) {
        return (request, out) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return goOn;
        };
    }

    static Answer closed() {
        return (request, out) -> false;
    }

    ScriptedServer then(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    ScriptedServer otherwise(Answer answer) {
        otherwise = answer;
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    Request only() {
        if (requests.size() != 1) {
            throw new AssertionError("not one request but " + requests);
        }
        return requests.get(0);
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                background(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(new Counting(socket.getInputStream()), 1 << 16);
            while (true) {
                Request request = read(in);
                requests.add(request);
                Answer next = script.poll();
                if (!(next == null ? otherwise : next).to(request, socket.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    private Request read(InputStream in) throws IOException {
        Counting.READS.set(0);
        String[] first = line(in).split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("content-type", "").startsWith("multipart")
                ? new byte[0]
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(
                first[0], first[1], headers, new String(body, StandardCharsets.UTF_8), Counting.READS.get(), in);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the client has hung up");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static void background(Runnable what) {
        Thread thread = new Thread(what, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            synchronized (open) {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts the reads of the thread that serves. */
    private static final class Counting extends FilterInputStream {
        static final ThreadLocal<Integer> READS = ThreadLocal.withInitial(() -> 0);

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int count = super.read(to, from, length);
            READS.set(READS.get() + 1);
            return count;
        }
    }
}
