package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A machine with our mark that no node accounts for.
 *
 * @param node the node's id in the mark
 */
public record Stray(UUID node, String ref, Machine.Power power, List<String> addresses, Optional<Instant> firstSeenAt) {
    public Stray {
        addresses = Copies.list(addresses);
    }
}
