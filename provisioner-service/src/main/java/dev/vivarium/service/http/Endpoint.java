package dev.vivarium.service.http;

import java.util.Optional;
import java.util.Set;

/**
 * One operation of {@code openapi.yaml}.
 *
 * @param operationId its name
 * @param method in capitals
 * @param path the template, such as {@code /v1/nodes/{nodeId}}
 * @param role who may call it; empty for everybody
 * @param query the names of its query parameters
 * @param body what its request body may be; empty if it takes none
 */
public record Endpoint(
        String operationId, String method, String path, Optional<Role> role, Set<String> query, Set<String> body) {
    static final String BYTES = "application/octet-stream";

    public Endpoint {
        query = Set.copyOf(query);
        body = Set.copyOf(body);
    }

    /** True if it changes nothing. */
    public boolean isRead() {
        return method.equals("GET");
    }

    /** True if it changes something; what a viewer may ask changes nothing, whatever its method. */
    public boolean isChange() {
        return !isRead() && role.filter(r -> r != Role.VIEWER).isPresent();
    }

    /** True if its body is read piece by piece by the handler, which knows how long it may be. */
    boolean takesBytes() {
        return body.contains(BYTES);
    }
}
