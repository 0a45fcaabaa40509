package dev.vivarium.service.crash;

import dev.vivarium.service.rig.Instance;
import dev.vivarium.testkit.remote.HostConsole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Kills instances: at any moment, while they start, and exactly where a call to the hypervisor stands. Begins them again. */
final class Killer {
    /** Where the hypervisor can hold a call; see the testkit's README. */
    private static final List<String> POINTS = List.of(
            "create.before",
            "create.after-define",
            "create.after-disk",
            "create.after",
            "start.before",
            "start.after",
            "stop.before",
            "stop.after",
            "media.after",
            "snapshot.before",
            "snapshot.after-reserve",
            "snapshot.after",
            "rollback.before",
            "rollback.after-stop",
            "rollback.after",
            "snapshot-delete.before",
            "snapshot-delete.after",
            "delete.before",
            "delete.after-stop",
            "delete.after",
            "find",
            "snapshot-list");

    private static final Duration TO_A_POINT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_MILLIS = 400;

    private final List<Instance> instances;
    private final HostConsole console;
    private final Notes notes;
    private final Random random;

    Killer(List<Instance> instances, HostConsole console, Notes notes, long seed) {
        this.instances = instances;
        this.console = console;
        this.notes = notes;
        this.random = new Random(seed);
    }

    /** Kills one, and begins it again; answers how often it was killed. */
    int strike() throws IOException {
        Instance victim = instances.get(random.nextInt(instances.size()));
        int kills = 1;
        awaitWork(random.nextInt(12));
        if (random.nextInt(3) == 0) {
            atPoint(victim, POINTS.get(random.nextInt(POINTS.size())));
        } else {
            wait(random.nextInt(MOST_MILLIS));
            kill(victim, "at some moment");
        }
        if (random.nextInt(5) == 0) {
            victim.begin();
            wait(random.nextInt(5 * MOST_MILLIS));
            kill(victim, "while it started");
            kills++;
        }
        Duration took = victim.start();
        notes.blow(victim.log().getFileName() + " is ready again after " + took.toMillis() + " ms");
        return kills;
    }

    /** So that there is something to be lost: waits until so much happened on the hypervisor, though not for ever. */
    private void awaitWork(int effects) {
        int wanted = console.effects().size() + effects;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (console.effects().size() < wanted && System.nanoTime() < end) {
            wait(20);
        }
    }

    private void atPoint(Instance victim, String point) {
        console.hold(point);
        boolean reached = console.isReached(point, TO_A_POINT);
        kill(victim, reached ? "while somebody stood at " + point : "and nobody came to " + point);
        console.release(point);
    }

    private void kill(Instance victim, String when) {
        victim.process().kill();
        notes.blow(victim.log().getFileName() + " was killed " + when);
    }

    private static void wait(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }
}
