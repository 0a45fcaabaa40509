package dev.vivarium.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A node, as the service knows it.
 *
 * @param problem why it is not ready, and what to do
 * @param generation counts rollbacks
 * @param snapshots how many it has
 * @param operation what works on it now
 * @param session the session that is open
 */
public record Node(
        UUID id,
        String name,
        String hypervisor,
        NodeState state,
        Optional<String> problem,
        List<Condition> conditions,
        long generation,
        NodeSpec spec,
        Map<String, String> labels,
        Optional<Identity> identity,
        Optional<Machine> machine,
        Optional<NodeBundle> bundle,
        Optional<Report> lastReport,
        Optional<Integer> snapshots,
        Optional<UUID> operation,
        Optional<UUID> session,
        Instant createdAt,
        Instant changedAt) {
    public Node {
        conditions = Copies.list(conditions);
        labels = Copies.map(labels);
    }
}
