package dev.vivarium.core.engine;

import dev.vivarium.core.model.OperationId;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that happened in an operation, for people and programs that watch it.
 *
 * @param operation which
 * @param kind its recipe, such as {@code create}
 * @param step the step's name; empty where it concerns the whole operation
 * @param index which step, from 1
 * @param count of how many
 * @param phase what happened
 * @param fraction how far the step is, 0 to 1; negative if nobody knows
 * @param what for people, in a few words; may be empty
 * @param at when
 * @param elapsed since the step began; since the operation began for {@link Phase#ENDED}
 */
public record Progress(
        OperationId operation,
        String kind,
        String step,
        int index,
        int count,
        Phase phase,
        double fraction,
        String what,
        Instant at,
        Duration elapsed) {

    /** What happened. */
    public enum Phase {
        /** Accepted; something else on this node has to end first. */
        WAITING,
        STEP_STARTED,
        STEP_PROGRESS,
        STEP_FINISHED,
        /** The step's effect is being undone. */
        STEP_UNDOING,
        ENDED
    }

    @Override
    public String toString() {
        String place = step.isEmpty() ? kind : kind + " " + index + "/" + count + " " + step;
        String share = fraction < 0 ? "" : " " + Math.round(fraction * 100) + " %";
        String text = what.isEmpty() ? "" : ": " + what;
        return switch (phase) {
            case STEP_FINISHED, ENDED -> place + text + " (" + elapsed.toMillis() / 1000.0 + " s)";
            case STEP_UNDOING -> place + " undone" + text;
            default -> place + share + text;
        };
    }
}
