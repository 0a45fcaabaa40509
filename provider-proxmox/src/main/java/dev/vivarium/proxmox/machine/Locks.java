package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;

/** What the cluster holds a machine by while a task works on it. */
public final class Locks {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** As long as a slow storage takes to copy an image. */
    private static final int LOOKS = 1800;

    private final Machines machines;

    Locks(Machines machines) {
        this.machines = machines;
    }

    /**
     * The machine when nothing holds it any more: a task of an earlier try, whose name was lost, may still be at it. Nobody's
     * lock is ever taken away.
     *
     * @throws VivariumException NEEDS_OPERATOR with the command for a person if it is held for half an hour
     */
    public Found released(Found found, Work work) {
        Found now = machines.again(found);
        for (int i = 0; now.lock().isPresent(); i++) {
            if (i == LOOKS) {
                throw new VivariumException(
                        Kind.NEEDS_OPERATOR,
                        "proxmox.stuck-lock",
                        "machine " + now.id() + " is locked ("
                                + now.lock().orElseThrow()
                                + ") for half an hour; look at the tasks of node '" + now.node()
                                + "', and if none works on it: qm unlock " + now.id());
            }
            work.progress(-1, "waiting until the cluster lets go of the machine");
            work.pause(LOOK);
            now = machines.again(now);
        }
        return now;
    }
}
