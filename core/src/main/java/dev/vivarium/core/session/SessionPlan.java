package dev.vivarium.core.session;

import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.util.List;
import java.util.Optional;

/** What {@link Sessions} decided: go on after these steps, or do not. */
public sealed interface SessionPlan {

    /**
     * Carry out the steps in order, then the session starts (or has ended).
     *
     * @param steps none or one today
     * @param warnings what a person should know, each a sentence
     */
    record Go(List<Step> steps, List<String> warnings) implements SessionPlan {
        public Go {
            steps = List.copyOf(steps);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Nothing is done and the session does not start (or stays open).
     *
     * @param reason why, and what to do
     */
    record Blocked(String reason) implements SessionPlan {}

    /** One thing to do. */
    sealed interface Step {

        /**
         * Take a snapshot.
         *
         * @param name free within the node
         * @param kind what it must hold; empty takes the best that is possible
         */
        record Take(String name, Optional<SnapshotKind> kind) implements Step {}

        /** Roll back. */
        record Rollback(SnapshotId snapshot) implements Step {}
    }
}
