package dev.vivarium.service.policies;

import dev.vivarium.core.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds nodes by their labels. */
@FunctionalInterface
public interface NodeChoice {
    /**
     * Nodes that have all of these labels, in the order of their ids' text.
     *
     * @param after the last one that the caller has
     */
    List<NodeId> withLabels(Map<String, String> labels, Optional<NodeId> after, int limit);
}
