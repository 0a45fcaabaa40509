package dev.vivarium.core.engine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Cloning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a node from another one and proves that it is READY: check → seed → moment → machine → let go of the moment → start →
 * reachable → ready → scrub the seed → (baseline snapshot).
 *
 * <p>The clone is somebody else from its first boot on: it finds a seed with another instance id, and so has its own host key,
 * name, card and address before it meets the network. What it knows (state, releases) it has from its source, which stays as
 * it is.
 */
public final class CloneNode implements Recipe<CloneNode.Request, Node> {
    private final Installation installation;
    private final FirstBoot boot;
    private final CloneRequests requests;

    /** Works on this installation. */
    public CloneNode(Installation installation) {
        this.installation = installation;
        this.boot = new FirstBoot(installation);
        this.requests = new CloneRequests(installation);
    }

    /**
     * What is wanted.
     *
     * @param source the node to clone
     * @param name the clone's name
     * @param linked whether clones may share what the source has
     * @param from one of the source's snapshots; empty for what it is now
     * @param minConsistency the least that the moment may be: STOPPED, or CRASH for a disk as if power was cut. What a live
     *     snapshot holds of the disk is of that kind, as its memory is not cloned
     * @param labels in place of the source's; none for those of the source
     */
    public record Wish(
            NodeId source,
            String name,
            boolean linked,
            Optional<SnapshotId> from,
            SnapshotKind minConsistency,
            Map<String, String> labels) {

        public Wish {
            labels = Labels.checked(labels); // older journals have none
        }

        /** With the source's labels. */
        public Wish(
                NodeId source, String name, boolean linked, Optional<SnapshotId> from, SnapshotKind minConsistency) {
            this(source, name, linked, from, minConsistency, Map.of());
        }

        /** What its clone is to be. */
        NodeSpec spec(NodeSpec source, NodeId id) {
            NodeSpec spec = source.with(id, name);
            return labels.isEmpty() ? spec : spec.labelled(labels);
        }
    }

    /**
     * Which clone.
     *
     * @param wish what is wanted
     * @param spec of the clone
     * @param identity decided when the wish was accepted
     * @param moment the snapshot to take of a source that runs, if one is needed
     * @param again whether an earlier try FAILED with its machine running
     */
    public record Request(Wish wish, NodeSpec spec, NodeIdentity identity, SnapshotId moment, boolean again) {}

    /** Accepts a wish: goes on with the same one, tries again what failed, or begins. */
    public Operation<Node> accept(Wish wish, Operations operations) {
        return requests.accept(this, wish, operations);
    }

    @Override
    public String kind() {
        return "clone";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        List<Step<Request>> steps = new ArrayList<>();
        steps.add(Step.of("check", "checking the source", this::check));
        steps.add(boot.seedOfClone());
        steps.add(Step.<Request>of("moment", "holding on to the source's present, if it runs", this::moment)
                .undoneBy(this::letGo));
        steps.add(Step.<Request>of("machine", "cloning the machine", this::machine)
                .undoneBy((q, c) -> FirstBoot.removeMachine(c)));
        steps.add(Step.of("let-go", "removing what held the source's present", this::letGo));
        steps.addAll(boot.steps(request.spec(), Request::again, (q, c) -> NodeSecrets.handOverAgain(c)));
        return steps;
    }

    @Override
    public boolean plans(Request request, String step, Optional<Node> node) {
        return !step.equals(NodeSecrets.STEP)
                || node.map(n -> NodeSecrets.areNamed(n.bundle())).orElse(true);
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

    private void check(Request request, StepContext c) {
        if (c.nodeIfPresent().isEmpty()) { // an earlier try was undone meanwhile
            c.put(requests.newNode(request));
        }
        Capability kind = request.wish().linked() ? Capability.CLONE_LINKED : Capability.CLONE_FULL;
        c.hypervisor().supports(kind, c.guest().machineSpec()).orThrow(kind);
        if (isMade(c)) {
            return;
        }
        requests.consistent(request.wish());
        DiskSource copy = new DiskSource.CloneOf(
                request.wish().source(), request.wish().from(), request.wish().linked());
        Findings.refuse(c.hypervisor().preflight(MachinePlan.of(c.node(), installation.id(), copy, List.of())));
    }

    /** Of a source that runs there has to be a snapshot, as its disk changes all the time. */
    private void moment(Request request, StepContext c) {
        if (request.wish().from().isPresent() || isMade(c)) {
            return;
        }
        try (SourceNode source = SourceNode.hold(installation, request.wish().source())) {
            source.keepMoment(request.moment(), request.wish().minConsistency(), c);
        }
    }

    private void machine(Request request, StepContext c) {
        if (isMade(c)) {
            return; // by an earlier try, whose source may have gone since
        }
        Node node = c.node();
        try (SourceNode source = SourceNode.hold(installation, request.wish().source())) {
            Optional<SnapshotId> from = request.wish().from().or(() -> source.moment(request.moment(), c));
            new Images(installation).inherit(request.wish().source(), node);
            List<Medium> media = MachinePlan.media(installation.files(node.id()).seed(), List.of());
            Machine machine = cloning(c)
                    .clone(
                            MachinePlan.of(
                                    node,
                                    installation.id(),
                                    new DiskSource.CloneOf(
                                            request.wish().source(),
                                            from,
                                            request.wish().linked()),
                                    media),
                            c);
            boot.made(machine, c);
        }
    }

    private void letGo(Request request, StepContext c) {
        SourceNode.letGo(request.wish().source(), request.moment(), c);
    }

    private static boolean isMade(StepContext c) {
        return c.node().machine().isPresent();
    }

    private static Cloning cloning(StepContext c) {
        return c.hypervisor()
                .cloning()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED,
                        "unsupported.clone",
                        "hypervisor '" + c.hypervisor().info().name() + "' clones no machines"));
    }
}
