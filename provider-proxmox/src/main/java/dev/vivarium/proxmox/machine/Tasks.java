package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.api.TaskWait;
import dev.vivarium.proxmox.api.Upid;
import java.time.Duration;
import java.util.function.Supplier;

/** Tasks of the cluster that survive this process: their names are in the journal. */
public final class Tasks {
    private static final String LOCKED = "proxmox.lock-timeout";
    private static final int TRIES = 12;
    private static final Duration BETWEEN = Duration.ofSeconds(4);

    private final Pve pve;

    /** Of this cluster. */
    public Tasks(Pve pve) {
        this.pve = pve;
    }

    /**
     * Waits for the end of the task that an earlier try began, if one did. How it ended does not matter: whoever calls looks
     * at what is there, which says more.
     */
    public void settle(Key<String> key, Work work) {
        work.recall(key).filter(text -> !text.isEmpty()).ifPresent(text -> {
            try {
                pve.waits().await(Upid.parse(text), TaskWait.of("waiting for what an earlier try began"), work);
            } catch (VivariumException e) {
                if (!e.code().startsWith("proxmox.")) {
                    throw e; // cancelled by us
                }
            }
        });
    }

    /** Begins a task, writes its name down, and waits for its end; tries again where another one held the machine's lock. */
    public void run(Key<String> key, TaskWait wait, Work work, Supplier<Upid> begin) {
        for (int i = 1; true; i++) {
            try {
                work.checkCancelled();
                Upid task = begin.get();
                work.remember(key, task.text());
                pve.waits().await(task, wait, work);
                return;
            } catch (VivariumException e) {
                if (!e.code().equals(LOCKED) || i == TRIES) {
                    throw e;
                }
                work.pause(BETWEEN); // after a stop the node may hold it for half a minute
            }
        }
    }
}
