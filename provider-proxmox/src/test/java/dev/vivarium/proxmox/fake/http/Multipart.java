package dev.vivarium.proxmox.fake.http;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A multipart body as the real daemon takes it: fields only in its own order, the file last, streamed to disk. What comes
 * after the file is not read.
 */
final class Multipart {
    private static final List<String> ORDER = List.of("content", "checksum-algorithm", "checksum");
    private static final Pattern NAME = Pattern.compile("(?i)^Content-Disposition: *form-data; *name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");
    private static final String FAILED = "upload failed at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 1370.";

    private final InputStream in;
    private final String boundary;
    private final Path spool;
    private long left;

    Multipart(InputStream in, String type, long length, Path spool) {
        this.in = in;
        this.spool = spool;
        left = length;
        int at = type.indexOf("boundary=");
        boundary = at < 0 ? "" : type.substring(at + "boundary=".length());
    }

    /** Reads the fields and the file; what was not there stays out. */
    Optional<Request.Upload> read(Map<String, String> parameters) throws IOException {
        if (boundary.isEmpty() || boundary.startsWith("\"")) {
            throw Refusal.of(FAILED);
        }
        line();
        int next = 0;
        while (left > 0) {
            String head = head();
            Matcher name = NAME.matcher(head);
            if (!name.find()) {
                throw Refusal.of(FAILED);
            }
            if (name.group(1).equals("filename")) {
                return Optional.of(file(head, parameters));
            }
            int place = ORDER.indexOf(name.group(1));
            if (place < next) {
                throw Refusal.bare(400, "Bad Request");
            }
            next = place + 1;
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            part(value);
            parameters.put(name.group(1), value.toString(StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    private Request.Upload file(String head, Map<String, String> parameters) throws IOException {
        Matcher file = FILE.matcher(head);
        if (!file.find()) {
            throw Refusal.of(FAILED);
        }
        Path spooled = spool.resolve("pveupload-" + UUID.randomUUID().toString().replace("-", ""));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(spooled), 1 << 16)) {
            part(out);
        }
        in.skipNBytes(left);
        String name = new String(file.group(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        parameters.put("filename", name);
        return new Request.Upload(name, spooled);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty() && left > 0; line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = one(); c >= 0 && c != '\n'; c = one()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Copies until the boundary. A mismatch begins anew at the carriage return, which no boundary has inside. */
    private void part(OutputStream out) throws IOException {
        byte[] end = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int matched = 0;
        for (int c = one(); c >= 0; c = one()) {
            if (c == end[matched]) {
                if (++matched == end.length) {
                    line();
                    return;
                }
                continue;
            }
            out.write(end, 0, matched);
            matched = c == end[0] ? 1 : 0;
            if (matched == 0) {
                out.write(c);
            }
        }
        out.write(end, 0, matched);
    }

    private int one() throws IOException {
        if (left == 0) {
            return -1;
        }
        int c = in.read();
        left = c < 0 ? 0 : left - 1;
        return c;
    }
}
