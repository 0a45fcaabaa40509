package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a machine of a {@link SimulatedServer}.
 *
 * @param at on the server's clock
 * @param installation whose machine it is
 * @param node of which node
 * @param ref which machine
 * @param what happened
 * @param snapshot which one it is about
 */
public record Effect(
        Instant at, InstallationId installation, NodeId node, String ref, What what, Optional<SnapshotId> snapshot) {

    /** What can happen. */
    public enum What {
        MADE,
        STARTED,
        STOPPED,
        SNAPSHOT_TAKEN,
        SNAPSHOT_REMOVED,
        ROLLED_BACK,
        REMOVED
    }
}
