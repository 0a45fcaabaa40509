package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

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

    /** What an entry of the journal tells; nothing if it is of no interest to those who watch. */
    static Optional<Progress> of(OperationRecord record, Entry entry) {
        if (entry instanceof Entry.StepStarted e) {
            return Optional.of(of(record, e.step(), Phase.STEP_STARTED, -1, "", e.at()));
        } else if (entry instanceof Entry.StepFinished e) {
            return Optional.of(of(record, e.step(), Phase.STEP_FINISHED, 1, "", e.at()));
        } else if (entry instanceof Entry.StepUndone e) {
            return Optional.of(of(record, e.step(), Phase.STEP_UNDOING, -1, "", e.at()));
        } else if (entry instanceof Entry.Ended e) {
            String what = e.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return Optional.of(of(record, "", Phase.ENDED, 1, what, e.at()));
        }
        return Optional.empty();
    }

    private static Progress of(
            OperationRecord record, String step, Phase phase, double fraction, String what, Instant at) {
        int index = record.steps().indexOf(step) + 1;
        return new Progress(
                record.id(),
                record.kind(),
                step,
                index,
                record.steps().size(),
                phase,
                fraction,
                what,
                at,
                Duration.between(record.acceptedAt(), at));
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
