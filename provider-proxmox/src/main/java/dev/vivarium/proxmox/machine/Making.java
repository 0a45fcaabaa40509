package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.TaskWait;
import dev.vivarium.proxmox.api.Upid;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the ways to make a machine have in common: an id that is kept or changed, what a failure left, and the disk's size. */
final class Making {
    private static final Key<String> CREATION = Key.of("proxmox.create", String.class);
    private static final Key<String> GROWTH = Key.of("proxmox.resize", String.class);
    private static final int TRIES = 20;

    private final Site site;

    Making(Site site) {
        this.site = site;
    }

    /** The machine as earlier tries left it, when nothing works on it any more. */
    Optional<Found> left(MachineSpec spec, Work work) {
        site.tasks().settle(CREATION, work);
        return site.machines().find(spec.node()).map(found -> site.locks().released(found, work));
    }

    /**
     * Runs the task that makes the machine.
     *
     * @param begin begins it, with this id
     */
    Found made(MachineSpec spec, Place place, String what, Work work, IntFunction<Upid> begin) {
        for (int i = 1; true; i++) {
            work.checkCancelled();
            int id = site.ids().chosen(work);
            try {
                site.tasks().run(CREATION, TaskWait.of(what), work, () -> begin.apply(id));
                return site.machines().at(place.node(), id).orElseThrow(() -> vanished(spec));
            } catch (VivariumException e) {
                Optional<Found> ours = after(e, spec, place, id, work);
                if (ours.isPresent()) {
                    return ours.get();
                }
                boolean worthAnother =
                        e.code().equals("proxmox.id-taken") || e.code().equals("proxmox.volume-missing");
                if (i == TRIES || !worthAnother) {
                    throw e;
                }
                if (e.code().equals("proxmox.id-taken")) {
                    site.ids().another(work);
                }
            }
        }
    }

    /** What is there under this id may be ours all the same, or what a failed task left of it. */
    private Optional<Found> after(VivariumException e, MachineSpec spec, Place place, int id, Work work) {
        if (!e.code().startsWith("proxmox.") || e.code().equals("proxmox.interrupted")) {
            return Optional.empty();
        }
        Optional<Found> found =
                site.machines().at(place.node(), id).filter(f -> f.owner().equals(spec.node()));
        if (found.isEmpty() && !e.code().equals("proxmox.id-taken")) {
            site.removal().leftovers(place, id, work);
        }
        return found.map(f -> site.locks().released(f, work));
    }

    /** Makes the disk as large as it is to be. */
    void grow(Found found, MachineSpec spec, Work work) {
        site.tasks().settle(GROWTH, work);
        Found now = site.machines().again(found);
        long has = Disk.mebibytes(now.config()).orElse(0L);
        if (has > spec.diskMiB()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "image.larger-than-disk",
                    "the disk that it is made from has " + has + " MiB; ask for a disk of at least that");
        }
        if (has < spec.diskMiB()) {
            site.pve()
                    .machines(now.node())
                    .resize(now.id(), Disk.KEY, spec.diskMiB() + "M")
                    .ifPresent(task -> {
                        work.remember(GROWTH, task.text());
                        site.pve().waits().await(task, TaskWait.of("growing the disk"), work);
                    });
        }
    }

    /** @throws VivariumException CONFLICT if the machine is not what is asked for */
    void refuseOther(Found found, MachineSpec spec) {
        if (!MachineConfig.answers(found.config(), spec)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "proxmox.machine.differs",
                    "node " + spec.node() + " has a machine that was asked for otherwise (" + found.id()
                            + "); delete it first");
        }
    }

    private static VivariumException vanished(MachineSpec spec) {
        return new VivariumException(
                Kind.CONFLICT,
                "proxmox.machine.missing",
                "the machine of node " + spec.node() + " was removed as soon as it was made; see the cluster's tasks");
    }
}
