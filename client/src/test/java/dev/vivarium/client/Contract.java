package dev.vivarium.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The service's contract, as it is in the tree. */
final class Contract {
    private static final Path FILE = Path.of("../provisioner-service/src/main/resources/openapi.yaml");

    private final Map<String, Object> all;

    Contract() {
        try {
            all = map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operation: its method and path, and what headers it takes. */
    record Operation(String method, String path, List<String> headers) {}

    Map<String, Object> schemas() {
        return map(map(all.get("components")).get("schemas"));
    }

    Map<String, Operation> operations() {
        Map<String, Operation> found = new LinkedHashMap<>();
        map(all.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, value) -> {
                    if (!method.equals("parameters")) {
                        Map<String, Object> operation = map(value);
                        found.put(
                                (String) operation.get("operationId"),
                                new Operation(method.toUpperCase(Locale.ROOT), path, headers(operation)));
                    }
                }));
        return found;
    }

    private List<String> headers(Map<String, Object> operation) {
        return list(operation.getOrDefault("parameters", List.of())).stream()
                .map(p -> resolved(map(p)))
                .filter(p -> "header".equals(p.get("in")))
                .map(p -> (String) p.get("name"))
                .toList();
    }

    /** What a reference points at. */
    Map<String, Object> resolved(Map<String, Object> node) {
        if (!(node.get("$ref") instanceof String ref)) {
            return node;
        }
        Map<String, Object> at = all;
        for (String part : ref.substring(2).split("/")) {
            at = map(at.get(part));
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(@Nullable Object node) {
        return (List<Object>) Objects.requireNonNull(node);
    }
}
