package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeEdit;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings a node back: check → save what the bundle wants preserved → (safety snapshot) → rollback → (start) → reachable →
 * clock → (resume) → (secrets) → verify, with the mark that proves where the guest is.
 */
public final class RollbackNode implements Recipe<RollbackNode.Request, Node> {
    private static final Key<Boolean> RAN_BEFORE = Key.of("rollback.ran-before", Boolean.class);
    private static final Key<NodeState> STATE_BEFORE = Key.of("rollback.state-before", NodeState.class);
    private static final Key<Boolean> BEGUN = Key.of("rollback.begun", Boolean.class);

    /**
     * Where to.
     *
     * @param snapshot its id
     * @param safety a snapshot to take first, so that this rollback can be undone; empty for none
     */
    public record Request(SnapshotId snapshot, Optional<SnapshotId> safety) {

        /** True if the other asks for the same; the safety snapshot's id is new at each try. */
        public boolean asksTheSameAs(Request other) {
            return snapshot.equals(other.snapshot) && safety.isPresent() == other.safety.isPresent();
        }
    }

    @Override
    public String kind() {
        return "rollback";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        List<Step<Request>> steps = new ArrayList<>();
        steps.add(Step.of("check", "checking the snapshot", RollbackNode::check));
        steps.add(Step.of(
                "preserve",
                "saving what the bundle wants preserved",
                (q, c) -> c.guest().preserve()));
        if (request.safety().isPresent()) {
            steps.add(Step.<Request>of("safety", "taking a snapshot of the present", RollbackNode::safety)
                    .undoneBy((q, c) -> SideSnapshot.removeUnknown(c, q.safety().orElseThrow())));
        }
        steps.add(Step.of("rollback", "rolling back", RollbackNode::rollback));
        steps.add(Step.of("start", "starting the guest, where it ran", RollbackNode::start));
        steps.add(Step.of("reachable", "waiting for SSH", RollbackNode::reachable));
        steps.add(Step.of("clock", "setting the guest's clock", RollbackNode::clock));
        steps.add(Step.of("resume", "letting the bundle go on", RollbackNode::resume));
        steps.add(Step.of(NodeSecrets.STEP, "handing over the secrets", RollbackNode::secrets));
        steps.add(Step.of("verify", "checking the node", RollbackNode::verify));
        return steps;
    }

    /** The bundle that will run is the one that the snapshot was taken with. */
    @Override
    public boolean plans(Request request, String step, Optional<Node> node) {
        Optional<NodeSnapshot> snapshot = node.flatMap(n -> n.snapshot(request.snapshot()));
        if (!step.equals(NodeSecrets.STEP) || snapshot.isEmpty()) {
            return true; // one that is still to be taken may hold any bundle
        }
        return NodeSecrets.areNamed(snapshot.get().bundle().or(node.get()::bundle));
    }

    /** Until the hypervisor was asked to roll back, the node is as it was. */
    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        boolean begun = c.shared(BEGUN).orElse(false);
        NodeState ifRunning = begun ? NodeState.UNREADY : c.shared(STATE_BEFORE).orElse(NodeState.UNREADY);
        c.guest().settle(failure, ifRunning);
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private static void check(Request request, StepContext c) {
        if (c.shared(STATE_BEFORE).isEmpty()) {
            c.share(STATE_BEFORE, c.node().state());
        }
        Snapshot snapshot = snapshot(request, c);
        Machine machine = c.machine();
        if (DeleteSnapshot.snapshots(c).list(machine).stream().noneMatch(s -> s.id().equals(snapshot.id()))) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "snapshot.gone",
                    "the hypervisor no longer has the snapshot '" + snapshot.name()
                            + "'; somebody removed it there. The node is as it was");
        }
        c.share(RAN_BEFORE, machine.power() == Power.RUNNING);
        c.update(n -> n.state(NodeState.ROLLING_BACK));
    }

    private static void safety(Request request, StepContext c) {
        SnapshotId id = request.safety().orElseThrow();
        Machine machine = c.machine();
        SnapshotKind kind = SnapshotChoice.choose(
                Optional.empty(), SnapshotKind.CRASH, machine.power(), k -> safetySupport(k, machine, c));
        SideSnapshot.take(c, id, "before-rollback-" + id.brief(), kind, NodeSnapshot.Origin.SAFETY, false);
    }

    /** A guest is not shut down just to be rolled back. */
    private static Support safetySupport(SnapshotKind kind, Machine machine, StepContext c) {
        if (kind == SnapshotKind.STOPPED && machine.power() == Power.RUNNING) {
            return Support.no("the guest runs");
        }
        return c.hypervisor()
                .supports(SnapshotChoice.capability(kind), c.guest().machineSpec());
    }

    private static void rollback(Request request, StepContext c) {
        c.guest().hangUp();
        if (c.shared(BEGUN).isEmpty()) {
            c.update(n -> n.nextGeneration()); // before, as the answer may get lost
            c.share(BEGUN, true);
        }
        Machine machine = DeleteSnapshot.snapshots(c).rollback(c.machine(), request.snapshot(), c);
        c.update(n -> runningAgain(request, c.node(), n.machine(machine)));
    }

    /** The bundle that the snapshot holds runs again, with its secrets. */
    private static NodeEdit runningAgain(Request request, Node node, NodeEdit edit) {
        NodeSnapshot snapshot = node.snapshot(request.snapshot()).orElseThrow();
        return snapshot.bundle()
                .map(bundle -> edit.bundle(bundle).spec(specThen(snapshot, node.spec())))
                .orElse(edit);
    }

    /**
     * The wish for the bundle that the snapshot holds: its directory, and the secrets that it names, kept where they are kept
     * today, else where they were then.
     */
    static NodeSpec specThen(NodeSnapshot snapshot, NodeSpec today) {
        NodeBundle bundle = snapshot.bundle().orElse(null);
        if (bundle == null) {
            return today;
        }
        Map<String, String> kept = new TreeMap<>(snapshot.secrets());
        kept.putAll(today.secrets());
        kept.keySet().retainAll(MachinePlan.manifest(bundle).secrets());
        return today.with(bundle.directory().or(today::bundle), kept);
    }

    private static void start(Request request, StepContext c) {
        if (c.shared(RAN_BEFORE).orElse(false) || snapshot(request, c).kind().holdsMemory()) {
            Machine machine = c.hypervisor().start(c.machine(), c);
            c.update(n -> n.machine(machine));
        }
    }

    private static void reachable(Request request, StepContext c) {
        if (runs(c)) {
            c.guest().awaitReachable();
        }
    }

    private static void clock(Request request, StepContext c) {
        if (runs(c) && snapshot(request, c).kind().holdsMemory()) {
            c.guest().setClockOfResumed();
        } else if (runs(c)) {
            c.guest().setClock();
        }
    }

    /** A snapshot with memory was taken while the bundle was quiet. */
    private static void resume(Request request, StepContext c) {
        if (runs(c) && snapshot(request, c).kind().holdsMemory()) {
            c.guest().resume();
        }
    }

    private static void secrets(Request request, StepContext c) {
        if (runs(c)) {
            NodeSecrets.handOverAgain(c);
        }
    }

    private static void verify(Request request, StepContext c) {
        if (!runs(c)) {
            c.update(n -> n.state(NodeState.STOPPED));
            return;
        }
        c.guest().checkMark(request.snapshot());
        if (snapshot(request, c).kind().holdsMemory()) {
            c.guest().verifyResumed();
        } else {
            c.guest().awaitReady();
        }
    }

    private static boolean runs(StepContext c) {
        return c.node().machine().map(m -> m.power() == Power.RUNNING).orElse(false);
    }

    private static Snapshot snapshot(Request request, StepContext c) {
        return c.node()
                .snapshot(request.snapshot())
                .map(NodeSnapshot::snapshot)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "snapshot.unknown", "the node has no snapshot " + request.snapshot()));
    }
}
