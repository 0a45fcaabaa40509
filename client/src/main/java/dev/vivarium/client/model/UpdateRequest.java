package dev.vivarium.client.model;

import java.util.Map;
import java.util.Optional;

/**
 * Another release of a node's bundle.
 *
 * @param bundle a bundle's id, or a directory on the service's host
 * @param snapshot take a snapshot first
 */
public record UpdateRequest(String bundle, Map<String, String> secrets, Optional<Boolean> snapshot) {
    public UpdateRequest {
        secrets = Copies.map(secrets);
    }
}
