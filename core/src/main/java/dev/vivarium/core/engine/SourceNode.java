package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Snapshots;
import java.time.Duration;
import java.util.Optional;

/**
 * The node that another one is cloned from, while no operation works on it. Its record stays as it is: what a clone does to it
 * is a snapshot that is gone when the clone is made.
 */
record SourceNode(Node node, InstallationId installation, Hypervisor hypervisor, Journal.Lease lease)
        implements AutoCloseable {
    private static final Key<Boolean> HELD = Key.of("clone.moment-held", Boolean.class);

    /**
     * Not waited for: whoever works on the source may wait in turn for the hypervisor's slot that the clone has.
     *
     * @throws VivariumException CONFLICT if an operation works on it, NOT_FOUND if it is gone
     */
    static SourceNode hold(Installation installation, NodeId source) {
        Node node = installation
                .journal()
                .node(source)
                .orElseThrow(() ->
                        new VivariumException(Kind.NOT_FOUND, "clone.source", "the node to clone is gone: " + source));
        Journal.Lease lease = installation
                .journal()
                .tryLease(source)
                .orElseThrow(() -> new VivariumException(
                                Kind.CONFLICT,
                                "clone.source-busy",
                                "an operation works on node '" + node.spec().name() + "'; try again when it is done")
                        .retryAfter(Duration.ofSeconds(10)));
        return new SourceNode(
                node, installation.id(), installation.hypervisor(node.spec().hypervisor()), lease);
    }

    /**
     * Takes a snapshot of a source that runs.
     *
     * @throws VivariumException UNSUPPORTED with what to do if it cannot be as consistent as {@code least} asks for
     */
    void keepMoment(SnapshotId id, SnapshotKind least, StepContext c) {
        Machine machine = machine();
        if (machine.power() == Power.OFF) {
            return;
        }
        SnapshotKind kind;
        try {
            kind = SnapshotChoice.choose(Optional.empty(), least, machine.power(), this::support);
        } catch (VivariumException e) {
            throw new VivariumException(
                    Kind.UNSUPPORTED,
                    "clone.running",
                    "node '" + node.spec().name() + "' runs, and its disk cannot be held still (" + e.message()
                            + "); stop it first, clone one of its stopped or frozen snapshots, or take the disk as if"
                            + " power was cut with --min-consistency crash",
                    e);
        }
        c.share(HELD, true);
        snapshots(new GuardedHypervisor(c.hypervisor(), lease::check, lease::check))
                .take(machine, id, "clone-" + id.brief(), kind, c);
    }

    /** The snapshot that was taken for the clone, if one was. */
    Optional<SnapshotId> moment(SnapshotId id, StepContext c) {
        return Optional.of(id).filter(i -> c.shared(HELD).orElse(false));
    }

    /** Removes the snapshot that was taken for the clone; a source that is gone took it along. */
    static void letGo(NodeId source, SnapshotId id, StepContext c) {
        if (!c.shared(HELD).orElse(false)) {
            return;
        }
        Hypervisor hypervisor = c.hypervisor(); // a clone is on the hypervisor of its source
        Machines.find(hypervisor, source)
                .ifPresent(machine -> snapshots(hypervisor).delete(machine, id, c));
    }

    private Support support(SnapshotKind kind) {
        if (kind == SnapshotKind.LIVE) {
            return Support.no("its memory is not cloned");
        }
        if (kind == SnapshotKind.STOPPED) {
            return Support.no("it runs on");
        }
        return hypervisor.supports(SnapshotChoice.capability(kind), MachinePlan.planned(node, installation()));
    }

    private Machine machine() {
        return Machines.find(hypervisor, node.id())
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "machine.gone",
                        "the machine of node '" + node.spec().name() + "' is not on its hypervisor any more"));
    }

    private static Snapshots snapshots(Hypervisor hypervisor) {
        return hypervisor
                .snapshots()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED, "clone.running", "there are no snapshots here; stop the source first"));
    }

    @Override
    public void close() {
        lease.close();
    }
}
