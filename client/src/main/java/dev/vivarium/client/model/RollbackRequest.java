package dev.vivarium.client.model;

import java.util.Optional;

/**
 * How a node is rolled back.
 *
 * @param safetySnapshot take a snapshot first, so that the rollback can be undone
 */
public record RollbackRequest(Optional<Boolean> safetySnapshot) {
    /** With a snapshot of the present first, or without. */
    public static RollbackRequest of(boolean safetySnapshot) {
        return new RollbackRequest(Optional.of(safetySnapshot));
    }
}
