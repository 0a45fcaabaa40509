package dev.vivarium.core.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import java.time.Instant;

/** One line of an operation's journal. The names of types and members are part of the format. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.StepStarted.class, name = "step-started"),
    @JsonSubTypes.Type(value = Entry.StepFinished.class, name = "step-finished"),
    @JsonSubTypes.Type(value = Entry.Remembered.class, name = "remembered"),
    @JsonSubTypes.Type(value = Entry.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Entry.StepUndone.class, name = "step-undone"),
    @JsonSubTypes.Type(value = Entry.Ended.class, name = "ended")
})
public sealed interface Entry {

    /** A step began; the same step begins again after a crash. */
    record StepStarted(String step, Instant at) implements Entry {}

    /** A step is finished and is not run again. */
    record StepFinished(String step, Instant at) implements Entry {}

    /** A value that a step (or, with an empty step, the operation) remembers. */
    record Remembered(String step, String key, JsonNode value) implements Entry {}

    /**
     * The operation failed.
     *
     * @param step where
     * @param undo whether what was done is undone now
     */
    record Failed(String step, Kind kind, String code, String message, String logTail, boolean undo, Instant at)
            implements Entry {}

    /** A step's effect was undone. */
    record StepUndone(String step, Instant at) implements Entry {}

    /** Nothing more will happen. */
    record Ended(Outcome outcome, Instant at) implements Entry {}

    /** How an operation ended. */
    enum Outcome {
        DONE,
        FAILED,
        CANCELLED,
        NEEDS_OPERATOR
    }
}
