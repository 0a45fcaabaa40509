package dev.vivarium.core.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP/1.1 as bytes, for one request on a connection of its own. The JDK's clients want a local port, which others on this
 * computer could use too, and send some requests twice; here are no ports, no repeats, and limits on everything.
 */
final class HttpWire {
    /** How many bytes of an answer are looked at: headers and body with the lengths of its chunks. */
    static final int LIMIT = HttpAnswer.LIMIT + (128 << 10);

    private static final int HEADERS = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})(?:[ \t]*;.*)?[ \t]*");

    /** Whether more bytes can come. */
    enum End {
        OPEN,
        ENDED,
        /** We stopped listening, as it was too much. */
        CUT
    }

    private HttpWire() {}

    static byte[] request(HttpCall call) {
        byte[] body = call.json().orElse("").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder()
                .append(call.method() + " " + call.path() + " HTTP/1.1\r\n")
                .append("Host: localhost:" + call.guestPort() + "\r\n")
                .append("User-Agent: vivarium\r\nAccept: */*\r\nConnection: close\r\n");
        if (call.json().isPresent()) {
            head.append("Content-Type: application/json; charset=utf-8\r\nContent-Length: " + body.length + "\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /**
     * Reads an answer from what has come so far.
     *
     * @return empty if more has to come
     * @throws IOException if it is no answer, or broke off
     */
    static Optional<HttpAnswer> answer(byte[] raw, End end) throws IOException {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        int from = 0;
        while (true) {
            int blank = text.indexOf("\r\n\r\n", from);
            if (blank < 0) {
                if (end != End.OPEN || raw.length - from > HEADERS) {
                    throw new IOException(
                            from == raw.length ? "the connection ended without an answer" : "what answers is no HTTP");
                }
                return Optional.empty();
            }
            String[] head = text.substring(from, blank).split("\r\n", -1);
            Matcher status = STATUS.matcher(head[0]);
            if (!status.matches()) {
                throw new IOException("what answers is no HTTP");
            }
            from = blank + 4;
            int code = Integer.parseInt(status.group(1));
            if (code >= 200) {
                return body(code, headers(head), text.substring(from), end);
            }
        }
    }

    private static Optional<HttpAnswer> body(int code, Map<String, String> headers, String rest, End end)
            throws IOException {
        if (code == 204 || code == 304) {
            return Optional.of(new HttpAnswer(code, "", false));
        }
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            StringBuilder joined = new StringBuilder();
            boolean whole = unchunk(rest, joined);
            return decide(code, joined.toString(), whole, end);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return decide(code, rest, end == End.ENDED, end);
        }
        if (!LENGTH.matcher(length).matches()) {
            throw new IOException("the answer has no proper length");
        }
        long wanted = Long.parseLong(length);
        boolean whole = rest.length() >= wanted;
        return decide(code, whole ? rest.substring(0, (int) wanted) : rest, whole, end);
    }

    private static Optional<HttpAnswer> decide(int code, String latin, boolean whole, End end) throws IOException {
        boolean cut = latin.length() > HttpAnswer.LIMIT || (!whole && end == End.CUT);
        if (!whole && !cut) {
            if (end == End.ENDED) {
                throw new IOException("the answer broke off");
            }
            return Optional.empty();
        }
        byte[] bytes =
                latin.substring(0, Math.min(latin.length(), HttpAnswer.LIMIT)).getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(new HttpAnswer(code, new String(bytes, StandardCharsets.UTF_8), cut));
    }

    /** Joins the chunks that have come; true if the last one was among them. */
    private static boolean unchunk(String rest, StringBuilder joined) throws IOException {
        int at = 0;
        while (true) {
            int line = rest.indexOf("\r\n", at);
            if (line < 0) {
                return false;
            }
            Matcher size = CHUNK.matcher(rest.substring(at, line));
            if (!size.matches()) {
                throw new IOException("the answer is badly chunked");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                return true;
            }
            int from = line + 2;
            int to = (int) Math.min(rest.length(), from + length);
            joined.append(rest, from, to);
            if (to - from < length || to + 2 > rest.length()) {
                return false;
            }
            at = to + 2;
        }
    }

    private static Map<String, String> headers(String[] head) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        head[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        head[i].substring(colon + 1).strip());
            }
        }
        return headers;
    }
}
