package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.seed.Hostname;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Adoption;
import dev.vivarium.core.spi.Hypervisor;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a stray back as a node: machine → image → seed → verify. Its keys derive from the id in its mark, so its guest knows
 * us; what it was made of is told by the hypervisor; which bundle it runs nobody can tell, so the system alone is verified.
 *
 * <p>A failure leaves the machine as it was: a stray.
 */
public final class AdoptNode implements Recipe<AdoptNode.Request, Node> {
    private static final int MOST_PORT = 65535;

    private final Installation installation;
    private final CreateRequests requests;
    private final SeedWriter seeds;
    private final Images images;

    /** Works on this installation. */
    public AdoptNode(Installation installation) {
        this.installation = installation;
        this.requests = new CreateRequests(installation);
        this.seeds = new SeedWriter(installation);
        this.images = new Images(installation);
    }

    /**
     * Which machine, and as what.
     *
     * @param spec what would have made it
     * @param identity by what it is known
     */
    public record Request(NodeSpec spec, NodeIdentity identity) {
        /** The same with these labels. */
        public Request labelled(Map<String, String> labels) {
            return new Request(spec.labelled(labels), identity);
        }
    }

    /** What the machine says of itself, as a wish. */
    Request describe(String name, NodeId node, String nodeName) {
        RemoveStray.refuseNode(installation.journal().node(node));
        Hypervisor hypervisor = installation.hypervisor(name);
        Machine machine = Machines.find(hypervisor, node).orElseThrow(() -> unknown(name, node));
        Adoption adoption = hypervisor
                .adoption()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED,
                        "stray.adoption",
                        "hypervisor '" + name + "' does not tell what its machines were made of"));
        Adoption.Description told = adoption.describe(machine);
        NodeIdentity derived =
                requests.newNode(spec(name, node, nodeName, told)).identity();
        return new Request(
                spec(name, node, nodeName, told),
                new NodeIdentity(
                        derived.hostKey(),
                        derived.loginKeyVersion(),
                        derived.user(),
                        told.mac(),
                        derived.instanceId(),
                        Hostname.from(told.name())));
    }

    private static VivariumException unknown(String hypervisor, NodeId node) {
        return new VivariumException(
                Kind.NOT_FOUND,
                "stray.unknown",
                "hypervisor '" + hypervisor + "' has no machine of ours with the mark of node " + node
                        + "; list its strays to see those that there are");
    }

    private static NodeSpec spec(String hypervisor, NodeId node, String name, Adoption.Description told) {
        NodeSpecBuilder spec = NodeSpec.builder(name)
                .id(node)
                .on(hypervisor)
                .cores(told.cores())
                .memory(Size.MiB(told.memoryMiB()))
                .disk(Size.MiB(told.diskMiB()))
                .network(told.network());
        told.gpus().forEach(spec::gpu);
        told.ports().stream().filter(p -> p > 0 && p <= MOST_PORT).forEach(spec::publish);
        told.image().ifPresent(file -> spec.image("file:" + file));
        return spec.build();
    }

    /** Accepts a wish; the same again goes on with an unfinished one. */
    Operation<Node> accept(Request wish, Operations operations) {
        NodeSpec spec = wish.spec();
        Optional<Operation<Node>> unfinished = operations.resume(this, spec.id(), wish::equals);
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        refuseBusy(spec.id());
        try (Journal.Lease lease = requests.nameLease(spec.name())) {
            RemoveStray.refuseNode(installation.journal().node(spec.id()));
            if (installation.journal().nodes().stream()
                    .anyMatch(n -> n.spec().name().equals(spec.name()))) {
                throw new VivariumException(
                        Kind.CONFLICT,
                        "node.exists",
                        "there is a node '" + spec.name() + "' already; choose another name");
            }
            installation.journal().put(requests.newNode(spec, wish.identity()));
            return operations.accept(this, spec.id(), wish);
        }
    }

    /** Its removal may be under way. */
    private void refuseBusy(NodeId node) {
        if (requests.isBeingWorkedOn(node)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "stray.busy",
                    "something is being done with this machine; try again when it has ended");
        }
    }

    @Override
    public String kind() {
        return "adopt";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of("machine", "looking at the machine", this::machine),
                Step.of("image", "keeping its disk image", this::image),
                Step.of("seed", "giving it its seed back, if that is lost", this::seed),
                Step.of("verify", "checking the node", AdoptNode::verify));
    }

    /** What was done is the record, which {@link #failed} forgets. */
    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        if (c.nodeIfPresent().isPresent()) {
            c.removeNode();
        }
    }

    @Override
    public String undone(Request request, StepContext c) {
        return "; the machine is left as it was";
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private void machine(Request request, StepContext c) {
        if (c.nodeIfPresent().isEmpty()) {
            installation.journal().put(requests.newNode(request.spec(), request.identity()));
        }
        Machine machine = c.machine();
        List<NodeSnapshot> snapshots = c.hypervisor()
                .snapshots()
                .map(s -> s.list(machine).stream()
                        .map(taken -> new NodeSnapshot(taken, NodeSnapshot.Origin.USER, false, Optional.empty()))
                        .toList())
                .orElse(List.of());
        c.update(n -> n.machine(machine).snapshots(snapshots));
    }

    private void image(Request request, StepContext c) {
        images.adopt(c.node()).ifPresent(disk -> c.share(CreateNode.DISK, CreateNode.DiskChoice.of(disk)));
    }

    /** Without a seed of the same instance cloud-init would make another host key at the next boot. */
    private void seed(Request request, StepContext c) {
        NodeFiles files = installation.files(request.spec().id());
        if (Files.exists(files.scrubbedSeed()) || Files.exists(files.seed())) {
            return;
        }
        seeds.writeScrubbed(c.node());
        Machine machine = c.hypervisor().media(c.machine(), MachinePlan.media(files.scrubbedSeed(), List.of()), c);
        c.update(n -> n.machine(machine));
    }

    private static void verify(Request request, StepContext c) {
        if (c.machine().power() == Power.OFF) {
            c.update(n -> n.state(NodeState.STOPPED));
        } else {
            c.guest().verify();
        }
    }
}
