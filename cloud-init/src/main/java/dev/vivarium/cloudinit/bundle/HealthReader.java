package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the manifest's health checks and probes. */
final class HealthReader {
    private static final Pattern HTTP_PATH = Pattern.compile("/[\\x21-\\x7E]{0,999}");
    private static final Pattern TITLE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._ -]{0,62}");
    private static final String TITLE_FORM = "letters, digits, spaces and - . _";

    private final ManifestNames names;

    HealthReader(ManifestNames names) {
        this.names = names;
    }

    HealthCheck check(YamlValue value) {
        YamlMap map = value.asMap();
        String name = name(map, "health");
        Optional<HealthCheck> http = map.optional("http").map(v -> http(name, v.asMap()));
        Optional<HealthCheck> tcp = map.optional("tcp").map(v -> tcp(name, v.asMap()));
        map.finish();
        if (http.isPresent() == tcp.isPresent()) {
            throw map.fail("needs either 'http' or 'tcp'");
        }
        return http.or(() -> tcp).orElseThrow();
    }

    Probe probe(YamlValue value) {
        YamlMap map = value.asMap();
        String name = name(map, "probes");
        YamlValue prompt = map.required("prompt");
        if (prompt.asString().isBlank()) {
            throw prompt.fail("a prompt needs some text");
        }
        int port = map.required("port").asInt(1, 65535);
        String path = map.optional("path").map(this::httpPath).orElse("/prompt");
        Expectation expect = expectation(map.required("expect").asMap());
        map.finish();
        return new Probe(name, prompt.asString(), port, path, expect);
    }

    private HealthCheck http(String name, YamlMap map) {
        int port = map.required("port").asInt(1, 65535);
        String path = map.optional("path").map(this::httpPath).orElse("/");
        int status = map.optional("status").map(v -> v.asInt(100, 599)).orElse(200);
        Optional<String> contains = map.optional("contains").map(YamlValue::asString);
        map.finish();
        return new HealthCheck.Http(name, port, path, status, contains);
    }

    private static HealthCheck tcp(String name, YamlMap map) {
        int port = map.required("port").asInt(1, 65535);
        map.finish();
        return new HealthCheck.Tcp(name, port);
    }

    private static Expectation expectation(YamlMap map) {
        Map<Expectation.How, YamlValue> given = new EnumMap<>(Expectation.How.class);
        for (Expectation.How how : Expectation.How.values()) {
            map.optional(how.name().toLowerCase(Locale.ROOT)).ifPresent(v -> given.put(how, v));
        }
        map.finish();
        if (given.size() != 1) {
            throw map.fail("needs exactly one of 'contains', 'equals', 'matches'");
        }
        Map.Entry<Expectation.How, YamlValue> only = given.entrySet().iterator().next();
        YamlValue value = only.getValue();
        if (value.asString().isEmpty()) {
            throw value.fail("an empty text proves nothing");
        }
        try {
            return new Expectation(only.getKey(), value.asString());
        } catch (PatternSyntaxException e) {
            throw value.fail("is no regular expression: " + e.getDescription());
        }
    }

    private String name(YamlMap map, String kind) {
        YamlValue name = map.required("name");
        return names.unique(kind, name, names.matching(name, TITLE, TITLE_FORM));
    }

    private String httpPath(YamlValue value) {
        return names.matching(value, HTTP_PATH, "a path that begins with / and has no spaces (percent-encode them)");
    }
}
