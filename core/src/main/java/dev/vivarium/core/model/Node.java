package dev.vivarium.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A node: what was wanted, what there is, and what is known of it.
 *
 * @param id its identity
 * @param spec what the user wanted
 * @param identity by what it is known
 * @param state recomputed from the conditions and the hypervisor's facts
 * @param conditions as last observed
 * @param machine the hypervisor's object, once there is one
 * @param bundle what was packed, once it was
 * @param snapshots oldest first
 * @param generation counts rollbacks and restores; what was planned for an older one must not be carried out
 * @param problem why it is FAILED, UNREADY or NEEDS_OPERATOR, and what to do
 * @param createdAt when the create was accepted
 * @param changedAt when this record last changed
 */
public record Node(
        NodeId id,
        NodeSpec spec,
        NodeIdentity identity,
        NodeState state,
        List<Condition> conditions,
        Optional<Machine> machine,
        Optional<NodeBundle> bundle,
        List<NodeSnapshot> snapshots,
        long generation,
        Optional<String> problem,
        Instant createdAt,
        Instant changedAt) {

    public Node {
        conditions = List.copyOf(conditions);
        snapshots = List.copyOf(snapshots);
    }

    /** The condition of this name, if it was ever observed. */
    public Optional<Condition> condition(Condition.Name name) {
        return conditions.stream().filter(c -> c.name() == name).findFirst();
    }

    /** The snapshot with this id. */
    public Optional<NodeSnapshot> snapshot(SnapshotId snapshot) {
        return snapshots.stream()
                .filter(s -> s.snapshot().id().equals(snapshot))
                .findFirst();
    }

    /** Begins a copy. */
    public NodeEdit edit() {
        return new NodeEdit(this);
    }
}
