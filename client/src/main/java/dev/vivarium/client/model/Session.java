package dev.vivarium.client.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A period of use.
 *
 * @param startedFrom the snapshot that was taken or rolled back to
 * @param operation what prepares or ends it
 * @param reason why it is blocked, and what to do
 */
public record Session(
        UUID id,
        UUID node,
        SessionState state,
        Before before,
        After after,
        OnFailure onFailure,
        Optional<Duration> endsAfter,
        Optional<UUID> startedFrom,
        Optional<UUID> operation,
        Optional<UUID> policy,
        List<String> warnings,
        Optional<String> reason,
        Map<String, String> labels,
        Instant requestedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endsAt,
        Optional<Instant> endedAt) {
    public Session {
        warnings = Copies.list(warnings);
        labels = Copies.map(labels);
    }
}
