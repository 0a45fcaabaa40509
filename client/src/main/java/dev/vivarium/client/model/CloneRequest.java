package dev.vivarium.client.model;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A new node from another one.
 *
 * @param linked its disk stands on what the source's is: made at once, takes space for what differs only
 * @param snapshot from this snapshot; from now by default
 */
public record CloneRequest(String name, Optional<Boolean> linked, Optional<UUID> snapshot, Map<String, String> labels) {
    public CloneRequest {
        labels = Copies.map(labels);
    }
}
