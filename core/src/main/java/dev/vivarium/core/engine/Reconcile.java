package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Brings a node's record up to what its hypervisor says, while no operation works on it. */
public final class Reconcile {
    private final Installation installation;

    Reconcile(Installation installation) {
        this.installation = installation;
    }

    /** The node as it is now; as last known while an operation works on it. */
    public Node refresh(NodeId id, Operations operations) {
        return operations
                .ifIdle(id, this::observe)
                .flatMap(found -> found)
                .or(() -> installation.journal().node(id))
                .orElseThrow();
    }

    /** Changes what we say of a snapshot, not what it holds. Under the node's lease. */
    public NodeSnapshot edit(NodeId id, SnapshotId which, UnaryOperator<NodeSnapshot> change) {
        Node node = installation.journal().node(id).orElseThrow(() -> unknown("there is no node " + id));
        NodeSnapshot before = node.snapshot(which).orElseThrow(() -> unknown("the node has no snapshot " + which));
        NodeSnapshot after = change.apply(before);
        List<NodeSnapshot> all =
                node.snapshots().stream().map(s -> s.equals(before) ? after : s).toList();
        installation
                .journal()
                .put(node.edit().snapshots(all).at(installation.clock().instant()));
        return after;
    }

    private static VivariumException unknown(String what) {
        return new VivariumException(Kind.NOT_FOUND, "snapshot.unknown", what);
    }

    private Optional<Node> observe(NodeId id) {
        Optional<Node> node = installation.journal().node(id);
        if (node.isEmpty() || isUnderWay(node.get().state())) {
            return node;
        }
        Node seen = seen(node.get());
        if (!seen.equals(node.get())) {
            Node changed = seen.edit().at(installation.clock().instant());
            installation.journal().put(changed);
            return Optional.of(changed);
        }
        return node;
    }

    private Node seen(Node node) {
        Hypervisor hypervisor = installation.hypervisor(node.spec().hypervisor());
        Optional<Machine> machine = Machines.find(hypervisor, node.id());
        if (machine.isEmpty()) {
            // machine and snapshots stay in the record: a disk that is not mounted now may come back
            return node.edit()
                    .state(
                            NodeState.NEEDS_OPERATOR,
                            "its machine is gone from the hypervisor; if it does not come back, remove the node with"
                                    + " 'vivarium rm " + node.spec().name() + "'")
                    .at(node.changedAt());
        }
        return NodeStates.observed(
                        node.edit()
                                .machine(machine.get())
                                .snapshots(stillThere(node.snapshots(), hypervisor, machine.get())),
                        machine.get(),
                        node)
                .at(node.changedAt());
    }

    /** As with machines, an absence counts only when it was said twice. */
    private static List<NodeSnapshot> stillThere(List<NodeSnapshot> known, Hypervisor hypervisor, Machine machine) {
        List<NodeSnapshot> left = among(known, hypervisor, machine);
        return left.size() == known.size() ? left : among(known, hypervisor, machine);
    }

    private static List<NodeSnapshot> among(List<NodeSnapshot> known, Hypervisor hypervisor, Machine machine) {
        Set<SnapshotId> there = hypervisor
                .snapshots()
                .map(s ->
                        s.list(machine).stream().map(snapshot -> snapshot.id()).collect(Collectors.toSet()))
                .orElse(Set.of());
        return known.stream().filter(s -> there.contains(s.snapshot().id())).toList();
    }

    private static boolean isUnderWay(NodeState state) {
        return switch (state) {
            case PROVISIONING, SNAPSHOTTING, ROLLING_BACK, DELETING, DELETED -> true;
            case READY, UNREADY, STOPPED, FAILED, NEEDS_OPERATOR -> false;
        };
    }
}
