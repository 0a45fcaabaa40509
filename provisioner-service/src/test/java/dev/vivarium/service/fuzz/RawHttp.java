package dev.vivarium.service.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 byte by byte: sends what no decent client sends. A new connection for each request. */
final class RawHttp {
    private static final int SILENCE_MILLIS = 60_000;
    private static final int LONGEST = 64 << 20;

    private final URI address;

    RawHttp(URI address) {
        this.address = address;
    }

    /**
     * What came back.
     *
     * @param headers by lower-case name
     */
    record Response(int status, Map<String, String> headers, String body) {
        Optional<String> type() {
            return Optional.ofNullable(headers.get("content-type"));
        }
    }

    /**
     * Sends a request, and reads the answer; of a stream of events only that it begins.
     *
     * @return empty if the connection was closed without an answer
     * @throws java.net.SocketTimeoutException if nothing comes for a minute
     */
    Optional<Response> send(byte[] request, boolean hasBody) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(SILENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // refused before it was read to its end: the answer is there all the same
            }
            return response(socket.getInputStream(), hasBody);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty(); // reset: what we still sent was thrown away together with the answer
        }
    }

    private static Optional<Response> response(InputStream in, boolean hasBody) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (status == 100) {
            return response(in, hasBody);
        }
        boolean streams = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        boolean empty = !hasBody || streams || status == 204 || status == 304;
        return Optional.of(new Response(status, headers, empty ? "" : body(in, headers)));
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            for (int size = Integer.parseInt(line(in).strip(), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                body.write(exactly(in, size));
                line(in);
            }
        } else if (headers.containsKey("content-length")) {
            body.write(exactly(in, Integer.parseInt(headers.get("content-length"))));
        } else {
            body.write(in.readNBytes(LONGEST));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(Math.min(size, LONGEST));
        if (bytes.length < size) {
            throw new EOFException("the answer was cut off");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
