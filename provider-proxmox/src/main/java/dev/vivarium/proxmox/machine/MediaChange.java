package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.Params;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes what is in a machine's drives, whether it runs or not. */
public final class MediaChange {
    private static final int TRIES = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final Site site;

    /** On this site. */
    public MediaChange(Site site) {
        this.site = site;
    }

    /** Makes the drives hold these and nothing else; seeds that are in no drive any more are removed. */
    Machine change(NodeId node, List<Medium> wanted, Work work) {
        Found found = site.machines().get(node);
        Drives.check(wanted, Drives.count(found.config()));
        String files = site.places()
                .filesOn(found.node())
                .orElseGet(() -> Drives.volumes(found.config()).values().stream()
                        .map(volume -> volume.split(":", 2)[0])
                        .findFirst()
                        .orElse("local"));
        Found now = fill(node, site.files().media(found.node(), files, node, wanted, work), work);
        site.removal().oldSeeds(now, work);
        return site.machines().look(now);
    }

    /** Puts these volumes into the drives; the others become empty. What is right already is left alone. */
    public Found fill(NodeId node, Map<Integer, String> volumes, Work work) {
        for (int i = 1; true; i++) {
            work.checkCancelled();
            Found found = site.machines().get(node);
            Params changes = changes(found, volumes);
            if (changes.names().isEmpty()) {
                return found;
            }
            try {
                site.pve()
                        .machines(found.node())
                        .change(found.id(), found.config().digest(), changes);
                return site.machines().again(found);
            } catch (VivariumException e) {
                boolean passing = List.of("proxmox.digest", "proxmox.lock-timeout", "proxmox.unanswered")
                        .contains(e.code());
                if (!passing || i == TRIES) {
                    throw e;
                }
                work.pause(BETWEEN);
            }
        }
    }

    private static Params changes(Found found, Map<Integer, String> volumes) {
        Map<Integer, String> present = Drives.volumes(found.config());
        Params changes = Params.none();
        for (int slot = 0; slot < Drives.count(found.config()); slot++) {
            Optional<String> wanted = Optional.ofNullable(volumes.get(slot));
            if (!wanted.equals(Optional.ofNullable(present.get(slot)))) {
                changes = changes.with(Drives.key(slot), Drives.value(wanted));
            }
        }
        return changes;
    }
}
