package dev.vivarium.cli.document;

import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node. */
public record NodeDocument(
        NodeId id,
        String name,
        NodeState state,
        Optional<String> problem,
        String hypervisor,
        String image,
        int cores,
        long memoryMiB,
        long diskMiB,
        NetworkMode network,
        String delivery,
        Optional<BundleDocument> bundle,
        Optional<MachineDocument> machine,
        List<EndpointDocument> endpoints,
        String user,
        String hostKey,
        List<Condition> conditions,
        List<SnapshotDocument> snapshots,
        long generation,
        Instant createdAt,
        Instant changedAt,
        Optional<UsageDocument> usage) {

    public NodeDocument {
        endpoints = List.copyOf(endpoints);
        conditions = List.copyOf(conditions);
        snapshots = List.copyOf(snapshots);
    }

    /** The bundle in it. */
    public record BundleDocument(String name, String release, String digest) {}

    /** The hypervisor's object. */
    public record MachineDocument(String ref, Power power, Map<String, String> details) {
        public MachineDocument {
            details = Map.copyOf(details);
        }
    }

    /** Where a guest port is reached. */
    public record EndpointDocument(int guestPort, String host, int port) {}

    /** Of this node. */
    public static NodeDocument of(Node n) {
        return of(n, Optional.empty());
    }

    /** Of this node, with what its machine takes. */
    public static NodeDocument of(Node n, Optional<UsageDocument> usage) {
        return new NodeDocument(
                n.id(),
                n.spec().name(),
                n.state(),
                n.problem(),
                n.spec().hypervisor(),
                n.spec().image().toString(),
                n.spec().cores(),
                n.spec().memoryMiB(),
                n.spec().diskMiB(),
                n.spec().network(),
                n.spec().delivery().toString(),
                n.bundle()
                        .map(b -> new BundleDocument(
                                b.name(), b.release(), b.digest().toString())),
                n.machine().map(m -> new MachineDocument(m.ref(), m.power(), m.details())),
                n.machine().map(NodeDocument::endpoints).orElse(List.of()),
                n.identity().user(),
                n.identity().hostKey().publicKey(),
                n.conditions(),
                n.snapshots().stream().map(SnapshotDocument::of).toList(),
                n.generation(),
                n.createdAt(),
                n.changedAt(),
                usage);
    }

    private static List<EndpointDocument> endpoints(Machine m) {
        return m.forwards().stream()
                .map(f -> new EndpointDocument(
                        f.guestPort(), f.endpoint().host(), f.endpoint().port()))
                .toList();
    }
}
