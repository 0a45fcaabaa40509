package dev.vivarium.proxmox.fake.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The real API's paths and methods, as its own schema lists them. */
public final class ApiSchema {
    private final List<Operation> operations = new ArrayList<>();

    /** One method of one path. */
    public record Operation(String path, String method, JsonNode schema, Pattern pattern, List<String> names) {

        /** The properties of its parameters. */
        public JsonNode properties() {
            return schema.path("parameters").path("properties");
        }

        /** Whether the node in the path answers, and not whichever was asked. */
        public boolean isProxied() {
            return schema.path("proxyto").asText().equals("node");
        }
    }

    /** An operation, and what stands in its path. */
    public record Match(Operation operation, Map<String, String> inPath) {}

    private ApiSchema(JsonNode whole) {
        whole.properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    List<String> names = new ArrayList<>();
                    operations.add(new Operation(
                            path.getKey(), method.getKey(), method.getValue(), pattern(path.getKey(), names), names));
                }));
    }

    /** Reads it from the test resources. */
    public static ApiSchema load() {
        try (InputStream packed = ApiSchema.class.getResourceAsStream("/pve/api-schema.json.gz")) {
            if (packed == null) {
                throw new IllegalStateException("pve/api-schema.json.gz is missing from the test resources");
            }
            return new ApiSchema(new ObjectMapper().readTree(new GZIPInputStream(packed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String path, List<String> names) {
        StringBuilder form = new StringBuilder();
        Matcher part = Pattern.compile("\\{([^}]+)}|[^{]+").matcher(path);
        while (part.find()) {
            if (part.group(1) == null) {
                form.append(Pattern.quote(part.group()));
            } else {
                names.add(part.group(1));
                form.append(part.group(1).equals("volume") ? "(.+)" : "([^/]+)");
            }
        }
        return Pattern.compile(form.toString());
    }

    /** The operation that a request is for. */
    public Optional<Match> find(String method, String path) {
        for (Operation operation : operations) {
            Matcher matcher = operation.pattern().matcher(path);
            if (operation.method().equals(method) && matcher.matches()) {
                Map<String, String> inPath = new LinkedHashMap<>();
                for (int i = 0; i < operation.names().size(); i++) {
                    inPath.put(operation.names().get(i), matcher.group(i + 1));
                }
                return Optional.of(new Match(operation, inPath));
            }
        }
        return Optional.empty();
    }
}
