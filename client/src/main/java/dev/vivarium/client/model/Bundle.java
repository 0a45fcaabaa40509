package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A bundle that was registered or uploaded. */
public record Bundle(
        UUID id,
        String name,
        String version,
        Origin origin,
        Optional<String> path,
        Optional<String> url,
        Optional<String> digest,
        Optional<Long> sizeBytes,
        List<Integer> ports,
        List<String> secrets,
        List<UUID> usedBy,
        Instant createdAt) {
    public Bundle {
        ports = Copies.list(ports);
        secrets = Copies.list(secrets);
        usedBy = Copies.list(usedBy);
    }

    /** How it came. */
    public enum Origin {
        PATH,
        URL,
        UPLOAD,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
