package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.StopMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes a node and proves that it is READY: preflight → bundle → image → seed → machine → start → reachable → ready →
 * scrub the seed → (baseline snapshot).
 *
 * <p>A failure before the machine has started undoes everything. After that the machine stays, with its logs, as FAILED,
 * unless the wish says otherwise; the same wish again restarts it and looks anew. A cancelled create leaves nothing.
 */
public final class CreateNode implements Recipe<CreateNode.Request, Node> {
    private static final Key<DiskChoice> DISK = Key.of("create.disk", DiskChoice.class);

    private final Installation installation;
    private final SeedWriter seeds;
    private final CreateRequests requests;

    /** Works on this installation. */
    public CreateNode(Installation installation) {
        this.installation = installation;
        this.seeds = new SeedWriter(installation);
        this.requests = new CreateRequests(installation);
    }

    /**
     * Which node.
     *
     * @param spec what the user wants
     * @param identity decided when the wish was accepted
     * @param again whether an earlier try FAILED with its machine running
     */
    public record Request(NodeSpec spec, NodeIdentity identity, boolean again) {}

    /** Accepts a wish: goes on with the same one, tries again what failed, or begins. */
    public Operation<Node> accept(NodeSpec spec, Operations operations) {
        return requests.accept(this, spec, operations);
    }

    /** What would make it fail, without making anything. */
    public List<Finding> preflight(NodeSpec spec) {
        return requests.preflight(spec);
    }

    @Override
    public String kind() {
        return "create";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        List<Step<Request>> steps = new ArrayList<>();
        steps.add(Step.of("preflight", "checking what it needs", this::preflight));
        steps.add(Step.of("bundle", "packing the bundle", this::bundle));
        steps.add(Step.of("image", "getting the disk image", this::image));
        steps.add(Step.of("seed", "writing the seed", this::seed).undoneBy((q, c) -> files(c).delete()));
        steps.add(Step.of("machine", "making the machine", this::machine).undoneBy(CreateNode::removeMachine));
        steps.add(Step.of("start", "starting the machine", CreateNode::start));
        steps.add(Step.of(
                "reachable", "booting, until SSH answers", (q, c) -> c.guest().awaitReachable()));
        steps.add(Step.of(
                "ready", "waiting until the node is ready", (q, c) -> c.guest().awaitReady()));
        steps.add(Step.of("scrub", "replacing the seed by one without secrets", this::scrub));
        if (request.spec().baseline()) {
            steps.add(Step.of("baseline", "taking the first snapshot", (q, c) -> Baseline.take(c)));
        }
        return steps;
    }

    @Override
    public boolean undoes(Request request, String failedStep, VivariumException failure) {
        return switch (failedStep) {
            case "reachable", "ready", "scrub", "baseline" ->
                failure.kind() == Kind.CANCELLED || request.spec().onFailure() == NodeSpec.OnFailure.DELETE;
            default -> true;
        };
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        if (c.nodeIfPresent().isEmpty()) {
            return;
        }
        if (undone && Machines.isGone(c)) {
            files(c).delete();
            c.removeNode();
        } else {
            c.update(n -> NodeStates.failed(n, failure));
        }
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private void preflight(Request request, StepContext c) {
        if (c.nodeIfPresent().isEmpty()) { // an earlier try was undone meanwhile
            installation.journal().put(requests.newNode(request.spec(), request.identity()));
        }
        List<Finding> errors =
                requests.findings(c.node()).stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            throw new VivariumException(
                    errors.size() == 1 && errors.get(0).code().contains("unsupported")
                            ? Kind.UNSUPPORTED
                            : Kind.CAPACITY,
                    errors.get(0).code(),
                    errors.stream().map(f -> f.message() + " → " + f.remedy()).collect(Collectors.joining("; ")));
        }
    }

    private void bundle(Request request, StepContext c) {
        Path directory = request.spec().bundle().orElse(null);
        if (directory != null) {
            c.update(n -> n.bundle(BundlePacking.pack(installation, directory, c)));
        }
    }

    private void image(Request request, StepContext c) {
        DiskSource disk = installation.images().resolve(request.spec().image(), c);
        c.share(DISK, DiskChoice.of(disk));
    }

    private void seed(Request request, StepContext c) {
        seeds.write(c.node());
    }

    private void machine(Request request, StepContext c) {
        Node node = c.node();
        List<Medium> media = MachinePlan.media(
                files(c).seed(), node.bundle().map(b -> b.layers()).orElse(List.of()));
        Machine machine = c.hypervisor()
                .create(
                        MachinePlan.of(
                                node,
                                installation.id(),
                                c.shared(DISK).orElseThrow().disk(),
                                media),
                        c);
        c.update(n -> n.machine(machine)
                .conditions(List.of(new Condition(
                        Condition.Name.MACHINE_CREATED,
                        Condition.Status.TRUE,
                        machine.ref(),
                        installation.clock().instant()))));
    }

    private static void removeMachine(Request request, StepContext c) {
        c.guest().close();
        Machines.delete(c);
    }

    private static void start(Request request, StepContext c) {
        if (request.again()) {
            c.hypervisor().stop(c.machine(), StopMode.FORCED, c); // what failed inside runs anew at a boot
        }
        Machine machine = c.hypervisor().start(c.machine(), c);
        c.update(n -> n.machine(machine));
    }

    /** cloud-init needs a seed of the same instance for good; the secrets of the first one leave. */
    private void scrub(Request request, StepContext c) {
        seeds.writeScrubbed(c.node());
        Machine machine = c.hypervisor().media(c.machine(), MachinePlan.media(files(c).scrubbedSeed(), List.of()), c);
        seeds.removeSecret(c.node());
        c.update(n -> n.machine(machine));
    }

    private NodeFiles files(StepContext c) {
        return installation.files(c.node().id());
    }

    /** A {@link DiskSource} as the journal holds it. */
    record DiskChoice(String file, String digest, String template) {
        static DiskChoice of(DiskSource disk) {
            if (disk instanceof DiskSource.ImageFile image) {
                return new DiskChoice(image.file().toString(), image.digest().hex(), "");
            }
            if (disk instanceof DiskSource.Template t) {
                return new DiskChoice("", "", t.name());
            }
            throw new IllegalArgumentException("an image that is not here yet");
        }

        DiskSource disk() {
            return template.isEmpty()
                    ? new DiskSource.ImageFile(Path.of(file), Digest.parse(digest))
                    : new DiskSource.Template(template);
        }
    }
}
