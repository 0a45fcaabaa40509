package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.GuestConfig;
import dev.vivarium.proxmox.api.NodeSummary;
import dev.vivarium.proxmox.api.SnapshotInfo;
import dev.vivarium.proxmox.api.TaskWait;
import dev.vivarium.proxmox.api.Volume;
import java.util.HashSet;
import java.util.Set;

/** Removes exactly what we made: machines, what failed creations left, and media that nobody needs any more. */
final class Removal {
    private static final Key<String> DELETION = Key.of("proxmox.delete", String.class);

    private final Site site;

    Removal(Site site) {
        this.site = site;
    }

    /** Removes a machine that is off, and what belongs to its node; gone already is success. */
    void delete(NodeId node, Work work) {
        site.tasks().settle(DELETION, work);
        site.machines()
                .find(node)
                .ifPresent(found -> site.tasks()
                        .run(
                                DELETION,
                                TaskWait.of("removing the machine").withoutWarnings(),
                                work,
                                () -> site.pve().machines(found.node()).delete(found.id())));
        for (NodeSummary host : site.places().nodes()) {
            site.places().filesOn(host.name()).ifPresent(files -> {
                for (String volume : site.files().ofNode(host.name(), files, node)) {
                    work.checkCancelled();
                    site.files().remove(host.name(), volume, work);
                }
                unneeded(host.name(), files, work);
            });
        }
    }

    /** The disks that a failed creation left under an id that no machine has. */
    void leftovers(Place place, int id, Work work) {
        if (!site.pve().cluster().free(id)) {
            return;
        }
        for (Volume volume : site.pve().storage(place.node()).ofGuest(place.storage(), id)) {
            site.files().remove(place.node(), volume.id(), work);
        }
    }

    /** A node's seeds that neither it nor one of its snapshots has in a drive. */
    void oldSeeds(Found found, Work work) {
        site.places().filesOn(found.node()).ifPresent(files -> {
            Set<String> needed = needed(found);
            for (String volume : site.files().ofNode(found.node(), files, found.owner())) {
                if (!needed.contains(volume)) {
                    site.files().remove(found.node(), volume, work);
                }
            }
        });
    }

    /** Bundles' media that no machine of ours, and no snapshot of one, has in a drive. */
    void unneeded(String host, String files, Work work) {
        Set<String> candidates = new HashSet<>(site.files().shared(host, files));
        if (candidates.isEmpty()) {
            return;
        }
        site.machines().all().forEach(found -> candidates.removeAll(needed(found)));
        candidates.forEach(volume -> site.files().remove(host, volume, work));
    }

    private Set<String> needed(Found found) {
        Set<String> needed = new HashSet<>(Drives.volumes(found.config()).values());
        try {
            for (SnapshotInfo snapshot : site.pve()
                    .machines(found.node())
                    .snapshots()
                    .list(found.id())
                    .snapshots()) {
                GuestConfig then = site.pve().machines(found.node()).snapshots().config(found.id(), snapshot.name());
                needed.addAll(Drives.volumes(then).values());
            }
        } catch (VivariumException e) {
            if (!e.code().equals("proxmox.machine-missing") && !e.code().equals("proxmox.snapshot-missing")) {
                throw e;
            }
        }
        return needed;
    }
}
