package dev.vivarium.service.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who asks.
 *
 * @param id of the token, by which limits and the audit name it
 * @param name for people
 * @param role what it may do
 * @param labels nodes must have all of these to be seen by it; empty for all nodes
 */
public record Principal(String id, String name, Role role, Map<String, String> labels) {
    /** Where nobody needs to say who asks. */
    public static final Principal NOBODY = new Principal("", "nobody", Role.VIEWER, Map.of());

    public Principal {
        labels = Map.copyOf(labels);
    }

    /** True if a node with these labels is none of its business. */
    public boolean isLimitedFrom(Map<String, String> nodeLabels) {
        return !nodeLabels.entrySet().containsAll(labels.entrySet());
    }

    /** The labels that a new node gets: those given, and those that this principal is limited to. */
    public Optional<Map<String, String>> labelsFor(Map<String, String> given) {
        Map<String, String> all = new TreeMap<>(given);
        for (Map.Entry<String, String> limit : labels.entrySet()) {
            String said = all.putIfAbsent(limit.getKey(), limit.getValue());
            if (said != null && !said.equals(limit.getValue())) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(all));
    }
}
