package dev.vivarium.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events; comments are heartbeats and are passed over. */
final class ServerEvents {
    private static final int LIMIT = 1 << 20;

    private final InputStream in;
    private boolean skipNewline;

    /** Of a stream that is buffered. */
    ServerEvents(InputStream in) {
        this.in = in;
    }

    /** The data of the next event; empty at the end. One that was cut off by the end is none. */
    Optional<byte[]> next() throws IOException {
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String text = line.get();
            if (text.isEmpty()) {
                if (any) {
                    return Optional.of(data.toString().getBytes(StandardCharsets.UTF_8));
                }
            } else if (text.startsWith("data:")) {
                data.append(any ? "\n" : "").append(text, text.startsWith("data: ") ? 6 : 5, text.length());
                any = true;
                if (data.length() > LIMIT) {
                    throw new IOException("an event is longer than " + LIMIT + " characters");
                }
            }
        }
        return Optional.empty();
    }

    /** Lines end with LF, CR or both. */
    private Optional<String> line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = take();
        if (b < 0) {
            return Optional.empty();
        }
        for (; b >= 0 && b != '\n' && b != '\r'; b = take()) {
            if (bytes.size() >= LIMIT) {
                throw new IOException("a line is longer than " + LIMIT + " bytes");
            }
            bytes.write(b);
        }
        if (b < 0) {
            return Optional.empty();
        }
        skipNewline = b == '\r';
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    private int take() throws IOException {
        int b = in.read();
        if (skipNewline) {
            skipNewline = false;
            return b == '\n' ? in.read() : b;
        }
        return b;
    }
}
