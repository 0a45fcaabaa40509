package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.Pve;
import java.util.random.RandomGenerator;

/** Ids for new machines. The cluster reserves none, so they are taken at random, and another one where somebody was faster. */
final class Ids {
    private static final Key<Integer> CHOSEN = Key.of("proxmox.id", Integer.class);
    private static final int TRIES = 100;

    private final Pve pve;
    private final ProxmoxSettings settings;
    private final RandomGenerator random;

    Ids(Pve pve, ProxmoxSettings settings, RandomGenerator random) {
        this.pve = pve;
        this.settings = settings;
        this.random = random;
    }

    /** The one that this step decided on; in the journal before it is used. */
    int chosen(Work work) {
        return work.recall(CHOSEN).orElseGet(() -> another(work));
    }

    /** Another one from now on. */
    int another(Work work) {
        int id = free();
        work.remember(CHOSEN, id);
        return id;
    }

    private int free() {
        int count = settings.lastId() - settings.firstId() + 1;
        for (int i = 0; i < TRIES; i++) {
            int id = settings.firstId() + random.nextInt(count);
            if (pve.cluster().free(id)) {
                return id;
            }
        }
        throw new VivariumException(
                Kind.CAPACITY,
                "proxmox.ids",
                "no id is free between " + settings.firstId() + " and " + settings.lastId()
                        + "; give the setting 'ids' a wider range");
    }
}
