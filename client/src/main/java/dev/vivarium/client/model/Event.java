package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened.
 *
 * @param kind the operation's kind
 * @param state what the operation, node or session is now
 */
public record Event(
        long id,
        EventType type,
        Instant at,
        Optional<UUID> node,
        Optional<String> nodeName,
        Optional<UUID> operation,
        Optional<UUID> session,
        Optional<String> kind,
        Optional<Phase> phase,
        Optional<String> step,
        Optional<Integer> stepIndex,
        Optional<Integer> stepCount,
        Optional<Double> fraction,
        Optional<String> text,
        Optional<String> state) {
    /** What an operation is at. */
    public enum Phase {
        WAITING,
        STEP_STARTED,
        STEP_PROGRESS,
        STEP_FINISHED,
        STEP_UNDOING,
        ENDED,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
