package dev.vivarium.proxmox.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the one answer on a connection, by HTTP/1.1, and no more of it than an answer to an upload can be. */
final class ReplyReader {
    private static final int LIMIT = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9][0-9])(?: (.*))?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})(?:[ \\t]*;.*)?");

    private final InputStream in;
    private int headLeft = LIMIT;
    private boolean chunked;
    private int length;

    ReplyReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    Reply read() throws IOException {
        while (true) {
            Matcher status = STATUS.matcher(line());
            if (!status.matches()) {
                throw noHttp();
            }
            headers();
            int code = Integer.parseInt(status.group(1));
            if (code >= 200) {
                String reason = status.group(2) == null ? "" : status.group(2);
                return new Reply(code, reason, body(code));
            }
        }
    }

    private void headers() throws IOException {
        chunked = false;
        length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("transfer-encoding")) {
                chunked = value.equalsIgnoreCase("chunked");
            } else if (name.equals("content-length")) {
                length = length(value);
            }
        }
    }

    private static int length(String value) throws IOException {
        if (!LENGTH.matcher(value).matches() || Integer.parseInt(value) > LIMIT) {
            throw tooLarge();
        }
        return Integer.parseInt(value);
    }

    private byte[] body(int code) throws IOException {
        try {
            if (code == 204 || code == 304) {
                return new byte[0];
            }
            return chunked ? chunks() : length < 0 ? untilTheEnd() : exactly(length);
        } catch (IOException e) {
            if (code == 200) {
                throw e;
            }
            // The status line is the answer: it refuses, and says why.
            return new byte[0];
        }
    }

    private byte[] untilTheEnd() throws IOException {
        byte[] all = in.readNBytes(LIMIT + 1);
        if (all.length > LIMIT) {
            throw tooLarge();
        }
        return all;
    }

    private byte[] exactly(int count) throws IOException {
        byte[] all = in.readNBytes(count);
        if (all.length < count) {
            throw new EOFException("its answer was cut off");
        }
        return all;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw noHttp();
            }
            int count = Integer.parseInt(size.group(1), 16);
            if (count == 0) {
                return all.toByteArray();
            }
            if (all.size() + count > LIMIT) {
                throw tooLarge();
            }
            all.write(exactly(count));
            if (!line().isEmpty()) {
                throw noHttp();
            }
        }
    }

    /** Without its end. All lines together are as long as an answer may be. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed before the answer");
            }
            if (--headLeft < 0) {
                throw tooLarge();
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static IOException noHttp() {
        return new IOException("its answer is no HTTP");
    }

    private static IOException tooLarge() {
        return new IOException("its answer is larger than " + (LIMIT >> 10) + " KiB");
    }
}
