package dev.vivarium.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code openapi.yaml}: what the service promises. Methods, paths, roles and parameters are read from it and nowhere else. */
public final class Contract {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final JsonNode document;
    private final List<Endpoint> endpoints = new ArrayList<>();

    private Contract(JsonNode document) {
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> endpoints.add(
                                endpoint(path.getKey(), path.getValue(), member.getKey(), member.getValue()))));
    }

    /** The one that this service keeps. */
    public static Contract ofService() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is missing");
            }
            LoadSettings settings = LoadSettings.builder()
                    .setLabel("openapi.yaml")
                    .setCodePointLimit(8 << 20)
                    .build();
            return new Contract(WireJson.tree(new Load(settings).loadFromInputStream(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As JSON. */
    public JsonNode document() {
        return document;
    }

    /** Every operation. */
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    private Endpoint endpoint(String path, JsonNode shared, String method, JsonNode operation) {
        Set<String> query = new TreeSet<>();
        for (JsonNode parameters : List.of(shared.path("parameters"), operation.path("parameters"))) {
            for (JsonNode given : parameters) {
                JsonNode parameter = resolved(given);
                if (parameter.path("in").asText().equals("query")) {
                    query.add(parameter.path("name").asText());
                }
            }
        }
        Set<String> body = new TreeSet<>();
        resolved(operation.path("requestBody")).path("content").fieldNames().forEachRemaining(body::add);
        return new Endpoint(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                Optional.of(operation.path("x-role").asText(""))
                        .filter(r -> !r.isEmpty() && !r.equals("none"))
                        .map(r -> Role.valueOf(r.toUpperCase(Locale.ROOT))),
                query,
                body);
    }

    private JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText("");
        return ref.startsWith("#/") ? document.at(ref.substring(1)) : node;
    }

    /** By operationId. */
    Map<String, Endpoint> byId() {
        return endpoints.stream().collect(java.util.stream.Collectors.toMap(Endpoint::operationId, e -> e));
    }
}
