package dev.vivarium.client.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The session to be opened.
 *
 * @param id chosen by the caller; the same again is the same session
 * @param endsAfter it ends by itself then
 */
public record SessionRequest(
        Optional<UUID> id,
        Optional<Before> before,
        Optional<OnFailure> onFailure,
        Optional<Duration> endsAfter,
        Optional<After> after,
        Map<String, String> labels) {
    public SessionRequest {
        labels = Copies.map(labels);
    }

    /** After this, with all else as the service does it by default. */
    public static SessionRequest after(Before before) {
        return new SessionRequest(
                Optional.empty(), Optional.of(before), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
}
