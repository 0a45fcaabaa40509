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
        Optional<Semaphore> slots =
                installation.journal().node(node).map(Node::spec).map(s -> installation.slots(s.hypervisor()));
        while (slots.isPresent() && !slots.get().tryAcquire()) {
            cancellation.pauseUnlessClosing(POLL);
        }
        return new HypervisorSlot(slots);
    }

    @Override
    public void close() {
        taken.ifPresent(Semaphore::release);
    }
}
