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
import dev.vivarium.core.spi.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
        return look(id, operations, true)
                .map(Sighting::after)
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

    /** What changed; empty if nothing did, if the node is gone, or while an operation works on it. */
    Optional<Sighting> look(NodeId id, Operations operations, boolean snapshots) {
        return change(id, operations, node -> seen(node, snapshots));
    }

    /** Writes down what was seen of a node, if it is news and nobody works on the node. */
    Optional<Sighting> change(NodeId id, Operations operations, Function<Node, Node> seen) {
        return operations
                .ifIdle(
                        id,
                        node -> installation
                                .journal()
                                .node(node)
                                .filter(n -> !isUnderWay(n.state()))
                                .flatMap(n -> written(n, seen.apply(n))))
                .flatMap(found -> found);
    }

    private Optional<Sighting> written(Node before, Node seen) {
        if (seen.equals(before)) {
            return Optional.empty();
        }
        Sighting sighting =
                new Sighting(before, seen.edit().at(installation.clock().instant()));
        installation.writer().write(sighting, () -> installation.journal().put(sighting.after()));
        return Optional.of(sighting);
    }

    private Node seen(Node node, boolean snapshots) {
        Hypervisor hypervisor = installation.hypervisor(node.spec().hypervisor());
        Instant now = installation.clock().instant();
        Optional<Machine> machine = Machines.find(hypervisor, node.id());
        if (machine.isEmpty()) {
            return NodeStates.gone(node, now).at(node.changedAt());
        }
        List<NodeSnapshot> left =
                snapshots ? stillThere(node.snapshots(), hypervisor, machine.get()) : node.snapshots();
        return NodeStates.observed(node.edit().machine(machine.get()).snapshots(left), machine.get(), node, now)
                .at(node.changedAt());
    }

    /** As with machines, an absence counts only when it was said twice. */
    private static List<NodeSnapshot> stillThere(List<NodeSnapshot> known, Hypervisor hypervisor, Machine machine) {
        Optional<Snapshots> facet = hypervisor.snapshots();
        if (known.isEmpty() || facet.isEmpty()) {
            return known;
        }
        Set<SnapshotId> there = ids(facet.get(), machine);
        if (known.stream().anyMatch(s -> !there.contains(s.snapshot().id()))) {
            there.addAll(ids(facet.get(), machine));
        }
        return known.stream().filter(s -> there.contains(s.snapshot().id())).toList();
    }

    private static Set<SnapshotId> ids(Snapshots facet, Machine machine) {
        return facet.list(machine).stream().map(s -> s.id()).collect(Collectors.toSet());
    }

    /** True while an operation is in the middle of it. */
    static boolean isUnderWay(NodeState state) {
        return switch (state) {
            case PROVISIONING, SNAPSHOTTING, ROLLING_BACK, DELETING, DELETED -> true;
            case READY, UNREADY, STOPPED, FAILED, NEEDS_OPERATOR -> false;
        };
    }
}
