package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.SnapshotId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What happened to the machines of a server, so that a test can count what happened twice. Safe for threads. */
public final class Effects {
    private final Clock clock;
    private final Queue<Effect> all = new ConcurrentLinkedQueue<>();

    Effects(Clock clock) {
        this.clock = clock;
    }

    void add(StoredMachine machine, Effect.What what) {
        add(machine, what, Optional.empty());
    }

    void add(StoredMachine machine, Effect.What what, SnapshotId snapshot) {
        add(machine, what, Optional.of(snapshot));
    }

    private void add(StoredMachine machine, Effect.What what, Optional<SnapshotId> snapshot) {
        all.add(new Effect(
                clock.instant(), machine.spec().installation(), machine.spec().node(), machine.ref(), what, snapshot));
    }

    /** All of them, oldest first. */
    public List<Effect> all() {
        return List.copyOf(all);
    }
}
