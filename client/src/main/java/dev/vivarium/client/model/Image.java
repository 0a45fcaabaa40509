package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A disk image at hand. */
public record Image(
        String digest,
        long sizeBytes,
        List<String> names,
        List<String> origins,
        List<String> usedBy,
        Optional<Instant> lastUsedAt) {
    public Image {
        names = Copies.list(names);
        origins = Copies.list(origins);
        usedBy = Copies.list(usedBy);
    }
}
