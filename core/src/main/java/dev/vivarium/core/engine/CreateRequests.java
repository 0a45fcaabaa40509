package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.seed.Hostname;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What becomes of a wish for a node: whose name it is, which identity it gets, whether it is the same wish again. */
final class CreateRequests {
    private static final String USER = "vivarium";
    private static final int FIRST_VERSION = 1;
    private static final Duration IMAGE_LOOK = Duration.ofSeconds(5);

    private final Installation installation;

    CreateRequests(Installation installation) {
        this.installation = installation;
    }

    Operation<Node> accept(CreateNode recipe, NodeSpec spec, Operations operations) {
        installation.hypervisor(spec.hypervisor()); // one that cannot be reached takes no wishes
        try (Journal.Lease name = nameLease(spec.name())) {
            Optional<Node> known = installation.journal().node(spec.name());
            if (known.isEmpty()) {
                return begin(recipe, spec, operations);
            }
            return again(recipe, known.get(), spec, operations);
        }
    }

    List<Finding> preflight(NodeSpec spec) {
        List<Finding> findings = new ArrayList<>(findings(newNode(spec)));
        findings.addAll(image(spec.image()));
        return findings;
    }

    /** Creating finds that out by getting the image, which is too much for a look. */
    private List<Finding> image(ImageReference image) {
        String remedy = "give another --image; 'vivarium image ls' shows those that are here";
        try {
            return installation.images().reachable(image, IMAGE_LOOK)
                    ? List.of()
                    : List.of(Finding.error(
                            "image.missing", "the image " + image + " is not here and cannot be got now", remedy));
        } catch (VivariumException e) {
            return List.of(Finding.error(e.code(), e.message(), remedy));
        }
    }

    /** What the bundle and the hypervisor object to. */
    List<Finding> findings(Node node) {
        MachineSpec machine = MachinePlan.planned(node, installation.id());
        Hypervisor hypervisor = installation.hypervisor(node.spec().hypervisor());
        List<Finding> findings = new ArrayList<>(hypervisor.preflight(machine));
        if (node.spec().bundle().isEmpty()) {
            findings.addAll(NodeSecrets.preflight(List.of(), node.spec().secrets()));
        }
        node.spec()
                .bundle()
                .ifPresent(
                        directory -> findings.addAll(BundleNeeds.preflight(directory, node.spec(), hypervisor::info)));
        findings.addAll(DeliveryPreflight.findings(node.spec()));
        return findings;
    }

    private Operation<Node> begin(CreateNode recipe, NodeSpec spec, Operations operations) {
        Node node = newNode(spec);
        installation.journal().put(node);
        return operations.accept(recipe, node.id(), new CreateNode.Request(spec, node.identity(), false));
    }

    private Operation<Node> again(CreateNode recipe, Node known, NodeSpec spec, Operations operations) {
        NodeSpec same = spec.with(known.id());
        if (!known.spec().equals(same)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "node.exists",
                    "there is a node '" + spec.name()
                            + "' already, with other settings; choose another name, or remove it"
                            + " first with 'vivarium rm " + spec.name() + "'");
        }
        Optional<Operation<Node>> unfinished =
                operations.resume(recipe, known.id(), q -> q.spec().equals(same));
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        boolean retry = known.state() == NodeState.FAILED || known.state() == NodeState.PROVISIONING;
        if (!retry || isBeingWorkedOn(known.id())) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "node.exists",
                    "the node '" + spec.name() + "' exists and is " + known.state()
                            + "; look at it with 'vivarium show " + spec.name() + "'");
        }
        installation.journal().put(known.edit().state(NodeState.PROVISIONING).at(now()));
        return operations.accept(recipe, known.id(), new CreateNode.Request(same, known.identity(), true));
    }

    boolean isBeingWorkedOn(NodeId node) {
        return installation.journal().unfinished(node).stream()
                .anyMatch(h -> h.failure().isEmpty()); // else it is put in order before our turn comes
    }

    /** A node of a new identity, of which nothing is made yet. */
    Node newNode(NodeSpec spec) {
        Set<String> taken = installation.journal().macs();
        NodeIdentity identity = new NodeIdentity(
                new HostKey.Derived(
                        FIRST_VERSION,
                        installation.keys().hostKey(spec.id(), FIRST_VERSION).publicLine()),
                FIRST_VERSION,
                USER,
                installation.keys().mac(spec.id(), taken),
                installation.keys().instanceId(spec.id()),
                Hostname.from(spec.name()));
        return newNode(spec, identity);
    }

    /** A node of which nothing is made yet. */
    Node newNode(NodeSpec spec, NodeIdentity identity) {
        Instant now = now();
        return new Node(
                spec.id(),
                spec,
                identity,
                NodeState.PROVISIONING,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                now,
                now);
    }

    /** Two processes that are asked for the same name at once get the same node. */
    Journal.Lease nameLease(String name) {
        NodeId place = new NodeId(UUID.nameUUIDFromBytes(("name:" + name).getBytes(StandardCharsets.UTF_8)));
        Journal journal = installation.journal();
        return journal.tryLease(place)
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT,
                        "node.name-busy",
                        "the name '" + name + "' is being taken at this moment"
                                + journal.leaseHolder(place)
                                        .map(h -> " (" + h.describe() + ")")
                                        .orElse("")
                                + "; try again"));
    }

    private Instant now() {
        return installation.clock().instant();
    }
}
