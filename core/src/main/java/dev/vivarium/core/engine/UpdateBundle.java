package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives a running node another bundle, or another release of its own: preflight → bundle → (snapshot) → deliver → secrets →
 * switch → ready → keep → eject. The old release runs until the new one is unpacked and proven; the node's memory lies beside
 * both. What fails before the new release is READY switches back to the old one, inside the guest, and proves that.
 */
public final class UpdateBundle implements Recipe<UpdateBundle.Request, Node> {
    private static final Key<NodeBundle> NEW = Key.of("update.bundle", NodeBundle.class);
    private static final Key<NodeBundle> OLD = Key.of("update.old-bundle", NodeBundle.class);
    private static final Key<NodeSpec> OLD_SPEC = Key.of("update.old-spec", NodeSpec.class);
    private static final Key<NodeState> STATE_BEFORE = Key.of("update.state-before", NodeState.class);

    private final Installation installation;
    private final SeedWriter seeds;

    /** Works on this installation. */
    public UpdateBundle(Installation installation) {
        this.installation = installation;
        this.seeds = new SeedWriter(installation);
    }

    /**
     * What to.
     *
     * @param bundle the directory with {@code bundle.yaml}
     * @param secrets where the values of its secrets are kept, by name, beside those that the node has already
     * @param snapshot of the present, taken first; empty for none
     */
    public record Request(Path bundle, Map<String, String> secrets, Optional<SnapshotId> snapshot) {
        public Request {
            bundle = bundle.toAbsolutePath().normalize();
            secrets = Map.copyOf(secrets);
        }

        /** To this bundle, with a snapshot first. */
        public static Request of(Path bundle) {
            return new Request(bundle, Map.of(), Optional.of(SnapshotId.random()));
        }

        /** True if the other asks for the same; the snapshot's id is new at each try. */
        public boolean asksTheSameAs(Request other) {
            return bundle.equals(other.bundle)
                    && secrets.equals(other.secrets)
                    && snapshot.isPresent() == other.snapshot.isPresent();
        }
    }

    @Override
    public String kind() {
        return "update";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        List<Step<Request>> steps = new ArrayList<>();
        steps.add(Step.of("preflight", "checking what it needs", UpdateBundle::preflight));
        steps.add(Step.<Request>of(
                        "bundle",
                        "packing the bundle",
                        (q, c) -> c.share(NEW, BundlePacking.pack(installation, q.bundle(), c.node(), c)))
                .undoneBy((q, c) -> BundlePacking.release(installation, c.node().id())));
        if (request.snapshot().isPresent()) {
            steps.add(Step.<Request>of("snapshot", "taking a snapshot of the present", UpdateBundle::snapshot)
                    .undoneBy(
                            (q, c) -> SideSnapshot.removeUnknown(c, q.snapshot().orElseThrow())));
        }
        steps.add(Step.of("deliver", "bringing the bundle to the guest", this::deliver)
                .undoneBy((q, c) -> empty(c)));
        steps.add(Step.of(NodeSecrets.STEP, "handing over the secrets", UpdateBundle::secrets));
        steps.add(Step.of("switch", "handing over the plan", this::stage).undoneBy(UpdateBundle::switchBack));
        steps.add(Step.of("ready", "unpacking and switching, until the node is ready", UpdateBundle::ready));
        steps.add(Step.of(
                "keep", "keeping the new release", (q, c) -> c.guest().program().keep()));
        steps.add(Step.of("eject", "emptying the drives", (q, c) -> empty(c)));
        return steps;
    }

    @Override
    public boolean plans(Request request, String step, Optional<Node> node) {
        return !step.equals(NodeSecrets.STEP)
                || !request.secrets().isEmpty()
                || node.map(n -> !n.spec().secrets().isEmpty()).orElse(true);
    }

    @Override
    public boolean undoes(Request request, String failedStep, VivariumException failure) {
        return !failedStep.equals("keep") && !failedStep.equals("eject"); // the new release is proven
    }

    @Override
    public String undone(Request request, StepContext c) {
        return c.shared(NEW).isEmpty()
                ? ""
                : "; the node runs "
                        + c.node().bundle().map(UpdateBundle::words).orElse("no bundle") + ", as before";
    }

    @Override
    public String wayOut(Request request, StepContext c) {
        return request.snapshot()
                .flatMap(c.node()::snapshot)
                .map(s -> "Bring the node back with 'vivarium rollback " + c.nodeName() + " "
                        + s.snapshot().name() + "'")
                .orElse("Look inside with 'vivarium ssh " + c.nodeName() + "', then update again");
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        NodeState proven = c.nodeIfPresent().map(Node::state).orElse(NodeState.UNREADY);
        c.guest()
                .settle(
                        failure,
                        proven == NodeState.READY
                                ? proven
                                : c.shared(STATE_BEFORE).orElse(proven));
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private static void preflight(Request request, StepContext c) {
        Node node = c.node();
        UpdatePreflight.check(request, c);
        node.bundle().ifPresent(b -> c.share(OLD, b));
        c.share(OLD_SPEC, node.spec());
        c.share(STATE_BEFORE, node.state());
    }

    private static void snapshot(Request request, StepContext c) {
        SnapshotId id = request.snapshot().orElseThrow();
        SnapshotKind kind = SnapshotChoice.choose(
                Optional.empty(),
                SnapshotKind.FROZEN,
                c.machine().power(),
                k -> c.hypervisor()
                        .supports(SnapshotChoice.capability(k), c.guest().machineSpec()));
        SideSnapshot.take(c, id, "before-update-" + id.brief(), kind, NodeSnapshot.Origin.SAFETY, false);
        c.guest().setClock(); // the guest stood still while it was saved
    }

    private void deliver(Request request, StepContext c) {
        NodeBundle bundle = c.shared(NEW).orElseThrow();
        Delivery delivery = c.node().spec().delivery();
        if (delivery instanceof Delivery.Medium) {
            insert(bundle.layers(), c);
        } else if (delivery instanceof Delivery.Sftp) {
            c.guest().deliver(bundle);
        }
    }

    private void empty(StepContext c) {
        insert(List.of(), c);
        BundlePacking.release(installation, c.node().id());
    }

    private void insert(List<NodeBundle.Layer> layers, StepContext c) {
        if (!Files.exists(installation.files(c.node().id()).scrubbedSeed())) {
            seeds.writeScrubbed(c.node()); // its create failed before, and it became well later
        }
        Machine machine = c.hypervisor()
                .media(
                        c.machine(),
                        MachinePlan.media(installation.files(c.node().id()).scrubbedSeed(), layers),
                        c);
        c.update(n -> n.machine(machine));
    }

    /** Those of both releases, so that either can run. */
    private static void secrets(Request request, StepContext c) {
        Map<String, String> both =
                new TreeMap<>(c.shared(OLD_SPEC).orElseThrow().secrets());
        both.putAll(request.secrets());
        NodeSecrets.handOver(c, both);
    }

    private void stage(Request request, StepContext c) {
        Node node = c.node();
        NodeBundle bundle = c.shared(NEW).orElseThrow();
        c.update(n -> n.state(NodeState.UNREADY, "it is being updated to " + words(bundle)));
        Node updated = node.edit().bundle(bundle).at(installation.clock().instant());
        c.guest().program().stage(GuestFiles.plan(seeds.plan(updated)));
    }

    private static void switchBack(Request request, StepContext c) {
        NodeSpec spec = c.shared(OLD_SPEC).orElseThrow();
        c.guest().program().withdraw();
        c.update(n -> c.shared(OLD).map(n::bundle).orElseGet(n::noBundle).spec(spec));
        if (c.shared(STATE_BEFORE).orElseThrow() == NodeState.READY) {
            c.guest().awaitReady();
        } else {
            c.guest().verify();
        }
    }

    private static void ready(Request request, StepContext c) {
        NodeBundle bundle = c.shared(NEW).orElseThrow();
        c.guest().awaitReady(bundle);
        NodeSpec spec = c.shared(OLD_SPEC).orElseThrow();
        c.update(n -> n.bundle(bundle)
                .spec(spec.with(Optional.of(request.bundle()), UpdatePreflight.secrets(request, spec, bundle))));
    }

    private static String words(NodeBundle bundle) {
        return bundle.name() + " " + bundle.release();
    }
}
