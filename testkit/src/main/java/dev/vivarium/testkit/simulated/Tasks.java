package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The time that a server takes for changes: a few at once, and one at a machine, as real servers lock a machine while a task
 * works on it. Safe for threads.
 */
final class Tasks {
    private final Duration each;
    private final Semaphore places;
    private final Map<NodeId, Semaphore> machines = new ConcurrentHashMap<>();

    Tasks(Duration each, int atOnce) {
        this.each = each;
        this.places = new Semaphore(atOnce, true);
    }

    /** Nothing takes time. */
    static Tasks none() {
        return new Tasks(Duration.ZERO, 1);
    }

    /** Returns when a task at this machine has had its time. */
    void perform(NodeId node) {
        if (each.isZero()) {
            return;
        }
        Semaphore machine = machines.computeIfAbsent(node, n -> new Semaphore(1, true));
        try {
            machine.acquire();
            try {
                inPlace();
            } finally {
                machine.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(Kind.UNAVAILABLE, "simulated.interrupted", "the server stops", e);
        }
    }

    private void inPlace() throws InterruptedException {
        places.acquire();
        try {
            Thread.sleep(each.toMillis());
        } finally {
            places.release();
        }
    }
}
