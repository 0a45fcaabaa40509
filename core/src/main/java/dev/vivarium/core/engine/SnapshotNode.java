package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.StopMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a snapshot: plan → mark the guest → (quiesce) → (stop) → take → (start) → (resume) → see that the
 * guest lives. */
public final class SnapshotNode implements Recipe<SnapshotNode.Request, NodeSnapshot> {
    private static final Key<SnapshotKind> KIND = Key.of("snapshot.kind", SnapshotKind.class);
    private static final Key<NodeState> STATE_BEFORE = Key.of("snapshot.state-before", NodeState.class);
    private static final Key<Boolean> RAN_BEFORE = Key.of("snapshot.ran-before", Boolean.class);

    /**
     * Which snapshot.
     *
     * @param id chosen before it is taken
     * @param name unique within the node
     * @param kind what it shall hold; empty takes the best that is possible here
     * @param minConsistency the least that the choice may fall to
     * @param origin who wants it
     * @param pinned whether retention must leave it alone
     * @param labels by which it is chosen
     */
    public record Request(
            SnapshotId id,
            String name,
            Optional<SnapshotKind> kind,
            SnapshotKind minConsistency,
            NodeSnapshot.Origin origin,
            boolean pinned,
            Map<String, String> labels) {

        public Request {
            labels = Labels.checked(labels); // older journals have none
        }

        /** One without labels. */
        public Request(
                SnapshotId id,
                String name,
                Optional<SnapshotKind> kind,
                SnapshotKind minConsistency,
                NodeSnapshot.Origin origin,
                boolean pinned) {
            this(id, name, kind, minConsistency, origin, pinned, Map.of());
        }

        /** The best that is possible here, but never as if power was cut. */
        public static Request of(String name) {
            return new Request(
                    SnapshotId.random(), name, Optional.empty(), SnapshotKind.STOPPED, NodeSnapshot.Origin.USER, false);
        }

        /** True if the other asks for the same, ids aside: a second try brings a new one. */
        public boolean asksTheSameAs(Request other) {
            return new Request(
                            id, other.name, other.kind, other.minConsistency, other.origin, other.pinned, other.labels)
                    .equals(this);
        }
    }

    @Override
    public String kind() {
        return "snapshot";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of("plan", "choosing the kind of snapshot", SnapshotNode::plan),
                Step.of("mark", "marking the guest", SnapshotNode::mark),
                Step.of("quiesce", "letting the bundle become quiet", SnapshotNode::quiesce)
                        .undoneBy(SnapshotNode::resume),
                Step.of("stop", "stopping the guest, where the kind asks for it", SnapshotNode::stop)
                        .undoneBy(SnapshotNode::startAgain),
                Step.of("take", "taking the snapshot", SnapshotNode::take).undoneBy(SnapshotNode::remove),
                Step.of("start", "starting the guest again, where it ran", SnapshotNode::startAgain),
                Step.of("resume", "letting the bundle go on", SnapshotNode::resume),
                Step.of("alive", "seeing that the guest lives", SnapshotNode::alive));
    }

    @Override
    public boolean undoes(Request request, String failedStep, VivariumException failure) {
        return switch (failedStep) {
            case "start", "resume", "alive" -> false; // the snapshot itself is good
            default -> true;
        };
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        NodeState before = c.shared(STATE_BEFORE).orElse(c.node().state());
        c.guest().settle(failure, failure.code().equals("guest.hook-resume") ? NodeState.UNREADY : before);
    }

    @Override
    public String wayOut(Request request, StepContext c) {
        return "Let the bundle go on with 'vivarium ssh " + c.nodeName()
                + " -- sudo vivarium-node hook resume', then look with 'vivarium verify " + c.nodeName() + "'";
    }

    @Override
    public NodeSnapshot result(Request request, StepContext c) {
        return c.node()
                .snapshot(request.id())
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "snapshot.gone",
                        "the snapshot '" + request.name() + "' was removed meanwhile"));
    }

    private static void plan(Request request, StepContext c) {
        Node node = c.node();
        if (node.snapshots().stream().anyMatch(s -> s.snapshot().name().equals(request.name()))) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "snapshot.exists",
                    "node '" + node.spec().name() + "' already has a snapshot '" + request.name()
                            + "'; choose another name or remove that one");
        }
        Machine machine = c.machine();
        SnapshotKind kind = SnapshotChoice.choose(
                request.kind(),
                request.minConsistency(),
                machine.power(),
                k -> c.hypervisor()
                        .supports(SnapshotChoice.capability(k), c.guest().machineSpec()));
        if (c.shared(STATE_BEFORE).isEmpty()) {
            c.share(STATE_BEFORE, node.state()); // at a second try it would be our own SNAPSHOTTING
        }
        c.share(RAN_BEFORE, machine.power() == Power.RUNNING);
        c.share(KIND, kind);
        c.update(n -> n.state(NodeState.SNAPSHOTTING));
    }

    /** A rollback is proven by the mark that the guest then shows. */
    private static void mark(Request request, StepContext c) {
        if (c.shared(RAN_BEFORE).orElse(false)) {
            c.guest().mark(request.id());
        }
    }

    private static void quiesce(Request request, StepContext c) {
        if (isQuiet(c)) {
            c.guest().quiesce();
        }
    }

    private static void resume(Request request, StepContext c) {
        if (isQuiet(c)) {
            c.guest().resume();
        }
    }

    /** Services that are stopped need no hook. */
    private static boolean isQuiet(StepContext c) {
        return c.shared(RAN_BEFORE).orElse(false) && c.shared(KIND).orElseThrow() != SnapshotKind.STOPPED;
    }

    private static void stop(Request request, StepContext c) {
        if (c.shared(KIND).orElseThrow() == SnapshotKind.STOPPED) {
            c.guest().hangUp();
            Machine machine = c.hypervisor().stop(c.machine(), StopMode.GRACEFUL, c);
            c.update(n -> n.machine(machine));
        }
    }

    private static void take(Request request, StepContext c) {
        Snapshot taken = DeleteSnapshot.snapshots(c)
                .take(c.machine(), request.id(), request.name(), c.shared(KIND).orElseThrow(), c);
        List<NodeSnapshot> all = new ArrayList<>(c.node().snapshots());
        all.removeIf(s -> s.snapshot().id().equals(taken.id()));
        all.add(NodeSnapshot.of(c.node(), taken, request.origin(), request.pinned(), request.labels()));
        c.update(n -> n.snapshots(all));
    }

    private static void remove(Request request, StepContext c) {
        c.hypervisor().snapshots().ifPresent(s -> s.delete(c.machine(), request.id(), c));
        c.update(n -> n.snapshots(c.node().snapshots().stream()
                .filter(s -> !s.snapshot().id().equals(request.id()))
                .toList()));
    }

    private static void startAgain(Request request, StepContext c) {
        if (c.shared(RAN_BEFORE).orElse(false)) {
            Machine machine = c.hypervisor().start(c.machine(), c);
            c.update(n -> n.machine(machine));
        }
    }

    private static void alive(Request request, StepContext c) {
        NodeState before = c.shared(STATE_BEFORE).orElseThrow();
        if (!c.shared(RAN_BEFORE).orElse(false)) {
            c.update(n -> n.state(before));
            return;
        }
        c.guest().awaitReachable();
        if (c.shared(KIND).orElseThrow() == SnapshotKind.STOPPED) {
            c.guest().awaitReady();
        } else {
            c.guest().setClock(); // the guest stood still while it was saved
            c.update(n -> n.state(before));
        }
    }
}
