package dev.vivarium.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.time.Instant;
import java.util.List;

/**
 * An operation as it was accepted: the first line of its journal.
 *
 * @param version of the format; 1
 * @param id its identity
 * @param kind which recipe, by name
 * @param node on which node
 * @param request the recipe's request
 * @param steps the names of the steps in order, as planned when it was accepted
 * @param acceptedAt orders the operations of a node
 */
public record OperationRecord(
        int version,
        OperationId id,
        String kind,
        NodeId node,
        JsonNode request,
        List<String> steps,
        Instant acceptedAt) {
    /** The version that this release writes. */
    public static final int VERSION = 1;

    public OperationRecord {
        steps = List.copyOf(steps);
    }
}
