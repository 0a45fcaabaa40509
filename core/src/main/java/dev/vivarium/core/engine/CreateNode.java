package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a node and proves that it is READY: preflight → bundle → image → seed → machine → start → reachable → secrets → (deliver) →
 * ready → scrub the seed → (baseline snapshot).
 *
 * <p>A failure before the machine has started undoes everything. After that the machine stays, with its logs, as FAILED,
 * unless the wish says otherwise; the same wish again restarts it and looks anew. A cancelled create leaves nothing.
 */
public final class CreateNode implements Recipe<CreateNode.Request, Node> {
    static final Key<DiskChoice> DISK = Key.of("create.disk", DiskChoice.class);

    private final Installation installation;
    private final FirstBoot boot;
    private final CreateRequests requests;
    private final Images images;

    /** Works on this installation. */
    public CreateNode(Installation installation) {
        this.installation = installation;
        this.boot = new FirstBoot(installation);
        this.requests = new CreateRequests(installation);
        this.images = new Images(installation);
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
        steps.add(Step.of("bundle", "packing the bundle", this::bundle)
                .undoneBy((q, c) -> BundlePacking.release(installation, c.node().id())));
        steps.add(Step.of("image", "getting the disk image", this::image));
        steps.add(boot.seed());
        steps.add(Step.<Request>of("machine", "making the machine", this::machine)
                .undoneBy((q, c) -> FirstBoot.removeMachine(c)));
        steps.addAll(boot.steps(
                request.spec(),
                Request::again,
                (q, c) -> NodeSecrets.handOver(c, q.spec().secrets())));
        return steps;
    }

    @Override
    public boolean plans(Request request, String step, Optional<Node> node) {
        return !step.equals(NodeSecrets.STEP) || !request.spec().secrets().isEmpty();
    }

    @Override
    public boolean undoes(Request request, String failedStep, VivariumException failure) {
        return boot.undoes(request.spec(), failedStep, failure);
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        boot.failed(c, failure, undone);
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private void preflight(Request request, StepContext c) {
        if (c.nodeIfPresent().isEmpty()) { // an earlier try was undone meanwhile
            c.put(requests.newNode(request.spec(), request.identity()));
        }
        Findings.refuse(requests.findings(c.node()));
    }

    private void bundle(Request request, StepContext c) {
        Path directory = request.spec().bundle().orElse(null);
        if (directory != null) {
            NodeBundle bundle = BundlePacking.pack(installation, directory, c.node(), c);
            c.update(n -> n.bundle(bundle));
        }
    }

    private void image(Request request, StepContext c) {
        DiskSource disk = images.resolve(c.node(), c);
        c.share(DISK, DiskChoice.of(disk));
        images.makeRoom(disk, c);
    }

    private void machine(Request request, StepContext c) {
        Node node = c.node();
        BundlePacking.restore(installation, node, c);
        List<Medium> media = MachinePlan.media(installation.files(node.id()).seed(), MachinePlan.layersInDrives(node));
        Machine machine = c.hypervisor()
                .create(
                        MachinePlan.of(
                                node,
                                installation.id(),
                                c.shared(DISK).orElseThrow().disk(),
                                media),
                        c);
        boot.made(machine, c);
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
