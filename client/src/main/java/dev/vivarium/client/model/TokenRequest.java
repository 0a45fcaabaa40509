package dev.vivarium.client.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The token to be made.
 *
 * @param labels only nodes with all of these
 */
public record TokenRequest(String name, Role role, Map<String, String> labels, Optional<Instant> expiresAt) {
    public TokenRequest {
        labels = Copies.map(labels);
    }
}
