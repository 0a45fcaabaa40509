package dev.vivarium.proxmox.fake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one request, with the limits and the words of the real daemon. */
final class RequestReader {
    private static final int LARGEST_LINE = 64 << 10;
    private static final int LARGEST_BODY = 512 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream in;
    private final Path spool;
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private @Nullable Answer refused;

    RequestReader(InputStream in, Path spool) {
        this.in = in;
        this.spool = spool;
    }

    /** What is to be answered at once, as the body was not even read. */
    Optional<Answer> refused() {
        return Optional.ofNullable(refused);
    }

    /** The next request; empty when the client has gone. */
    Optional<Request> next() throws IOException {
        String first = line();
        if (first == null) {
            return Optional.empty();
        }
        String[] words = first.split(" ", -1);
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        String target = words.length > 1 ? words[1] : "/";
        int query = target.indexOf('?');
        form(query < 0 ? "" : target.substring(query + 1));
        String path = URLDecoder.decode(
                (query < 0 ? target : target.substring(0, query)).replace("+", "%2B"), StandardCharsets.UTF_8);
        Optional<Request.Upload> file = body(words[0]);
        return Optional.of(new Request(words[0], path, headers, parameters, file));
    }

    private Optional<Request.Upload> body(String method) throws IOException {
        String type = headers.getOrDefault("content-type", "");
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        if (!List.of("GET", "POST", "PUT", "DELETE").contains(method)) {
            refused = Answer.failure(Refusal.bare(501, "method '" + method + "' not available"));
        } else if (length > 0 && method.equals("DELETE")) {
            refused = Answer.plain(501, "Unexpected content for method 'DELETE'");
        } else if (type.startsWith("multipart/form-data")) {
            return multipart(type, length);
        } else if (length > LARGEST_BODY) {
            refused = Answer.plain(501, "for data too large");
        } else if (length > 0) {
            plain(type, new String(in.readNBytes((int) length), StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    private void plain(String type, String body) throws IOException {
        if (type.startsWith("application/x-www-form-urlencoded")) {
            form(body);
        } else if (type.startsWith("application/json")) {
            json(JSON.readTree(body));
        } else {
            refused = Answer.plain(506, "upload 'Content-Type '" + type + "' not implemented");
        }
    }

    private Optional<Request.Upload> multipart(String type, long length) throws IOException {
        try {
            return new Multipart(in, type, length, spool).read(parameters);
        } catch (Refusal e) {
            refused = e.status() == 500 ? Answer.plain(500, e.reason()) : Answer.failure(e);
            return Optional.empty();
        }
    }

    private void form(String text) {
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int eq = pair.indexOf('=');
                String name = eq < 0 ? pair : pair.substring(0, eq);
                String value = eq < 0 ? "" : URLDecoder.decode(pair.substring(eq + 1), StandardCharsets.UTF_8);
                parameters.merge(
                        URLDecoder.decode(name, StandardCharsets.UTF_8), value, (a, b) -> a + Request.LIST + b);
            }
        }
    }

    private void json(JsonNode body) {
        body.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                refused = Answer.failure(
                        Refusal.of("unable to parse value of '" + field.getKey() + "' - got undefined value"));
            } else if (value.isArray()) {
                List<String> parts = new ArrayList<>();
                value.forEach(part -> parts.add(part.asText()));
                parameters.put(field.getKey(), String.join(Request.LIST, parts));
            } else {
                parameters.put(field.getKey(), value.isBoolean() ? (value.asBoolean() ? "1" : "0") : value.asText());
            }
        });
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            if (line.length() > LARGEST_LINE) {
                throw new IOException("a line without end");
            }
            line.append((char) c);
        }
        return null;
    }
}
