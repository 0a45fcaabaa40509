package dev.vivarium.service.access;

import dev.vivarium.service.http.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A token, without its secret: as it is kept, and as it is shown.
 *
 * @param id names it
 * @param name for people
 * @param role what it may do
 * @param labels only nodes that have all of these; empty for all nodes
 * @param createdAt when
 * @param expiresAt when it ends by itself
 * @param lastUsedAt to the minute
 * @param revokedAt since when it is worth nothing
 */
public record Token(
        UUID id,
        String name,
        Role role,
        Optional<Map<String, String>> labels,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    boolean isGoodAt(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
