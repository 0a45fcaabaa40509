package dev.vivarium.service.webhooks;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.net.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST to a stranger: to an address that was checked, no redirects, no proxies, its certificate verified, and done with as
 * soon as the answer's first line is there. All of it ends within the time limit, however slow the other side is.
 */
final class Post implements AutoCloseable {
    private static final int MOST_HEAD = 64 * 1024;
    private static final int MOST_LINE = 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final int SWITCHING = 101;

    private final AddressPolicy policy;
    private final SSLSocketFactory tls;
    private final Duration limit;
    private final ScheduledExecutorService watchdog;

    /** @param limit for the whole exchange */
    Post(AddressPolicy policy, SSLSocketFactory tls, Duration limit) {
        this.policy = policy;
        this.tls = tls;
        this.limit = limit;
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "vivarium-webhook-limit");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        this.watchdog = timer;
    }

    /**
     * Sends it.
     *
     * @return the status of the answer
     * @throws IOException if there is none
     * @throws VivariumException if it may not be sent there
     */
    int send(WebhookUrl url, Map<String, String> headers, byte[] body) throws IOException {
        InetAddress address = url.addresses(policy).get(0);
        try (Socket socket = new Socket()) {
            ScheduledFuture<?> end = watchdog.schedule(() -> close(socket), limit.toMillis(), TimeUnit.MILLISECONDS);
            try {
                socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
                socket.connect(new InetSocketAddress(address, url.port()), Math.toIntExact(limit.toMillis()));
                return url.isTls() ? encrypted(socket, url, headers, body) : exchange(socket, url, headers, body);
            } catch (IOException e) {
                boolean late = end.isDone() || e instanceof SocketTimeoutException;
                throw late ? new IOException("it did not answer within " + limit.toSeconds() + " s", e) : e;
            } finally {
                end.cancel(false);
            }
        }
    }

    private int encrypted(Socket plain, WebhookUrl url, Map<String, String> headers, byte[] body) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, name(url), url.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be of this host
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return exchange(socket, url, headers, body);
        }
    }

    private static String name(WebhookUrl url) {
        String host = url.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int exchange(Socket socket, WebhookUrl url, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder("POST " + url.target() + " HTTP/1.1\r\nHost: " + url.hostHeader()
                + "\r\nUser-Agent: vivarium\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        OutputStream out = socket.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return status(socket.getInputStream());
    }

    /** Of the final answer; those before it say only that one will come. */
    private static int status(InputStream in) throws IOException {
        int read = 0;
        while (read < MOST_HEAD) {
            String line = line(in);
            Matcher first = STATUS.matcher(line);
            if (!first.matches()) {
                throw new IOException("what answers is no HTTP server");
            }
            int status = Integer.parseInt(first.group(1));
            if (status >= 200 || status == SWITCHING) {
                return status;
            }
            do {
                line = line(in);
                read += line.length() + 2;
            } while (!line.isEmpty() && read < MOST_HEAD);
        }
        throw new IOException("its answer does not come to an end");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it closed the connection without an answer");
            }
            if (line.length() == MOST_LINE) {
                throw new IOException("what answers is no HTTP server");
            }
            line.append((char) c);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is closed, which is all that is wanted
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
