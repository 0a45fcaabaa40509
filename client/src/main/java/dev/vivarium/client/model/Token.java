package dev.vivarium.client.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A token, without its secret. */
public record Token(
        UUID id,
        String name,
        Role role,
        Map<String, String> labels,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {
    public Token {
        labels = Copies.map(labels);
    }
}
