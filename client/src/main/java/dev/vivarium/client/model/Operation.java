package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One piece of durable work.
 *
 * @param kind such as {@code create}, {@code snapshot}, {@code rollback}
 * @param result what it made
 */
public record Operation(
        UUID id,
        String kind,
        Optional<UUID> node,
        Optional<String> nodeName,
        OperationState state,
        Optional<Boolean> cancelRequested,
        List<Step> steps,
        Optional<Progress> progress,
        Optional<OperationError> error,
        Optional<Result> result,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    public Operation {
        steps = Copies.list(steps);
    }

    /**
     * One step of its recipe.
     *
     * @param text what it does, for people
     */
    public record Step(
            String name, Optional<String> text, State state, Optional<Instant> startedAt, Optional<Instant> endedAt) {
        /** How far it is. */
        public enum State {
            WAITING,
            RUNNING,
            DONE,
            FAILED,
            UNDONE,
            /** What a newer service says and this client does not know. */
            @JsonEnumDefaultValue
            OTHER
        }
    }

    /** What it is doing. */
    public record Progress(Optional<String> step, Optional<Double> fraction, String text, Optional<Instant> at) {}

    /** What it made. */
    public record Result(Optional<UUID> node, Optional<UUID> snapshot, Optional<String> image) {}
}
