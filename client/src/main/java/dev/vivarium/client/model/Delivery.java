package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.Optional;

/**
 * One event sent to a webhook, or to be sent.
 *
 * @param status the HTTP status of the last answer
 */
public record Delivery(
        long id,
        EventType event,
        State state,
        int attempts,
        Optional<Integer> status,
        Optional<String> problem,
        Instant createdAt,
        Optional<Instant> nextAttemptAt) {
    /** How far it is. */
    public enum State {
        WAITING,
        DONE,
        GIVEN_UP,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
