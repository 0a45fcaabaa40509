package dev.vivarium.core.session;

import dev.vivarium.core.model.NodeSnapshot;
import java.util.List;
import java.util.Set;

/**
 * Which snapshots stay, and why, and which may go.
 *
 * @param keep newest first
 * @param delete oldest first, as they should be deleted
 */
public record RetentionDecision(List<Kept> keep, List<NodeSnapshot> delete) {
    public RetentionDecision {
        keep = List.copyOf(keep);
        delete = List.copyOf(delete);
    }

    /**
     * A snapshot that stays.
     *
     * @param reasons at least one
     */
    public record Kept(NodeSnapshot snapshot, Set<Reason> reasons) {
        public Kept {
            reasons = Set.copyOf(reasons);
        }
    }

    /** Why a snapshot stays. */
    public enum Reason {
        /** Somebody pinned it. */
        PINNED,
        /** A person or a program took it by name. */
        USER,
        /** The node's first READY state. */
        BASELINE,
        /** An open session started from it. */
        IN_USE,
        /** Nothing else would be left to go back to. */
        NEWEST,
        /** One of the last few. */
        LAST,
        HOURLY,
        DAILY,
        WEEKLY,
        MONTHLY,
        /** Young enough, and no rule asks for more. */
        YOUNG,
        /** There is no rule at all. */
        NO_RULE
    }
}
