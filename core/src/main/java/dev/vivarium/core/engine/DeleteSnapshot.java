package dev.vivarium.core.engine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Snapshots;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Removes one snapshot of a node; the node goes on as it is. */
public final class DeleteSnapshot implements Recipe<DeleteSnapshot.Request, Node> {

    private static final String CHECK = "check";

    /**
     * Which snapshot.
     *
     * @param snapshot its id
     * @param unlessPinned it stays if somebody has pinned it by the time that this is carried out; older journals do not ask that
     */
    public record Request(SnapshotId snapshot, boolean unlessPinned) {
        /** This one, pinned or not. */
        public Request(SnapshotId snapshot) {
            this(snapshot, false);
        }
    }

    @Override
    public String kind() {
        return "delete-snapshot";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of(CHECK, "seeing that nobody pinned it", DeleteSnapshot::check),
                Step.of("delete", "removing the snapshot", DeleteSnapshot::delete));
    }

    @Override
    public boolean plans(Request request, String step, Optional<Node> node) {
        return request.unlessPinned() || !step.equals(CHECK);
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        // the node is as it was; the snapshot is still listed
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    /** Under the node's lease, without which nobody pins one. */
    private static void check(Request request, StepContext c) {
        c.node().snapshot(request.snapshot()).filter(NodeSnapshot::pinned).ifPresent(s -> {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "snapshot.pinned",
                    "the snapshot '" + s.snapshot().name() + "' was pinned meanwhile, so it stays");
        });
    }

    private static void delete(Request request, StepContext c) {
        Machine machine = c.machine();
        snapshots(c).delete(machine, request.snapshot(), c);
        Map<SnapshotId, Snapshot> left =
                snapshots(c).list(machine).stream().collect(Collectors.toMap(Snapshot::id, Function.identity()));
        c.update(n -> n.snapshots(c.node().snapshots().stream()
                .filter(s -> !s.snapshot().id().equals(request.snapshot()))
                .map(s -> s.seenAs(left.getOrDefault(s.snapshot().id(), s.snapshot()))) // its parent may be gone
                .toList()));
    }

    /** The node's snapshots facet. */
    static Snapshots snapshots(StepContext c) {
        return c.hypervisor()
                .snapshots()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED,
                        "unsupported." + Capability.SNAPSHOT_LIVE.name().toLowerCase(Locale.ROOT),
                        "hypervisor '" + c.hypervisor().info().name() + "' has no snapshots"));
    }
}
