package dev.vivarium.service.operations;

import dev.vivarium.core.model.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** An operation on the wire. */
public record OperationBody(
        String id,
        String kind,
        Optional<String> node,
        Optional<String> nodeName,
        State state,
        Optional<Boolean> cancelRequested,
        List<StepBody> steps,
        Optional<ProgressBody> progress,
        Optional<ErrorBody> error,
        Optional<ResultBody> result,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** How far it is. */
    public enum State {
        WAITING,
        RUNNING,
        UNDOING,
        DONE,
        FAILED,
        CANCELLED,
        NEEDS_OPERATOR
    }

    /** How far a step is. */
    public enum StepState {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        UNDONE
    }

    /** One step. */
    public record StepBody(
            String name,
            Optional<String> text,
            StepState state,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {}

    /** How far the running step is. */
    public record ProgressBody(Optional<String> step, OptionalDouble fraction, String text, Instant at) {}

    /** Why it failed. */
    public record ErrorBody(
            Kind kind, String code, String message, Optional<String> step, Optional<List<String>> logTail) {}

    /** What it made. */
    public record ResultBody(Optional<String> node, Optional<String> snapshot, Optional<String> image) {}

    /** True if nothing more will happen. */
    public boolean hasEnded() {
        return endedAt.isPresent();
    }
}
