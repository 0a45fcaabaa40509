package dev.vivarium.client.model;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who did what.
 *
 * @param actor the token's name, or {@code policy NAME}, or {@code service}
 * @param action the operationId of the request, or what the service did by itself
 * @param result {@code accepted}, {@code done}, or the code of the problem
 */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        Optional<UUID> token,
        Optional<String> address,
        String action,
        Optional<UUID> node,
        Optional<String> target,
        Optional<UUID> operation,
        String result) {}
