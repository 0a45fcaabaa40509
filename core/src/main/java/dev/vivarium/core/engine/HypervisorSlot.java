package dev.vivarium.core.engine;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The right to run one operation on a hypervisor that takes only so many at a time. */
final class HypervisorSlot implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private final Optional<Semaphore> taken;

    private HypervisorSlot(Optional<Semaphore> taken) {
        this.taken = taken;
    }

    /** Waits for a slot of the node's hypervisor; a node that is gone needs none. */
    static HypervisorSlot take(Installation installation, NodeId node, Cancellation cancellation) {
        Optional<Semaphore> slots = slots(installation, installation.journal().node(node));
        while (slots.isPresent() && !slots.get().tryAcquire()) {
            cancellation.pauseUnlessClosing(POLL);
        }
        return new HypervisorSlot(slots);
    }

    /** A slot of the node's hypervisor, if there is one now. */
    static Optional<HypervisorSlot> tryTake(Installation installation, Optional<Node> node) {
        Optional<Semaphore> slots = slots(installation, node);
        return slots.isPresent() && !slots.get().tryAcquire()
                ? Optional.empty()
                : Optional.of(new HypervisorSlot(slots));
    }

    private static Optional<Semaphore> slots(Installation installation, Optional<Node> node) {
        return node.map(Node::spec).map(s -> installation.slots(s.hypervisor()));
    }

    @Override
    public void close() {
        taken.ifPresent(Semaphore::release);
    }
}
