package dev.vivarium.core.engine;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import java.util.List;

/**
 * What a look at a node found that its record did not know.
 *
 * @param before the record until now
 * @param after the record from now on
 */
public record Sighting(Node before, Node after) {

    /** Whether the machine was there before, and is not any more. */
    public boolean machineGone() {
        return !NodeStates.isGone(before) && NodeStates.isGone(after);
    }

    /** The snapshots that somebody else has removed. */
    public List<NodeSnapshot> snapshotsGone() {
        return before.snapshots().stream()
                .filter(s -> after.snapshot(s.snapshot().id()).isEmpty())
                .toList();
    }

    /** Whether the node is in another state than before. */
    public boolean stateChanged() {
        return before.state() != after.state();
    }

    /** Writes a sighting down. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Called under the node's lease, when something has changed.
         *
         * @param write puts the node's new record into the journal; to be called once
         */
        void write(Sighting sighting, Runnable write);
    }
}
