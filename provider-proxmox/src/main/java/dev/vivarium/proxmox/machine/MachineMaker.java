package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.Params;
import dev.vivarium.proxmox.api.TaskWait;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a machine: place and id are decided and written down, then files are brought, then the machine is made with its mark,
 * then its disk is grown. Between any two lines the process may die; the next call goes on from what is there.
 */
final class MachineMaker {
    private static final Key<Place> PLACE = Key.of("proxmox.place", Place.class);
    private static final Key<Integer> ID = Key.of("proxmox.id", Integer.class);
    private static final Key<String> CREATION = Key.of("proxmox.create", String.class);
    private static final Key<String> GROWTH = Key.of("proxmox.resize", String.class);
    private static final int TRIES = 20;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A lock is waited for as long as a slow storage takes to copy an image. */
    private static final int LOOKS = 1800;

    private final Site site;
    private final MachineConfig config;

    MachineMaker(Site site) {
        this.site = site;
        this.config = new MachineConfig(site.settings(), site.mark());
    }

    /** Makes the machine, or completes and adopts what an earlier call left. */
    Machine create(MachineSpec spec, Work work) {
        Abilities.lacking(spec).forEach(c -> Abilities.of(c).orThrow(c));
        Drives.check(spec.media(), spec.drives());
        if (spec.drives() > Drives.MOST) {
            throw new VivariumException(
                    Kind.INVALID, "proxmox.drives", "a machine has at most " + Drives.MOST + " read-only drives here");
        }
        DiskSource.ImageFile image = image(spec);
        site.tasks().settle(CREATION, work);
        Found found =
                site.machines().find(spec.node()).map(f -> unlocked(f, work)).orElseGet(() -> made(spec, image, work));
        refuseOther(found, spec);
        grow(found, spec, work);
        return site.machines().look(site.machines().again(found));
    }

    private Found made(MachineSpec spec, DiskSource.ImageFile image, Work work) {
        Place place =
                work.recall(PLACE).orElseGet(() -> decided(PLACE, site.places().choose(spec), work));
        String base = site.files().image(place.node(), place.files(), image.file(), image.digest(), work);
        boolean onFiles = site.places().isFiles(place.node(), place.storage());
        for (int i = 1; true; i++) {
            work.checkCancelled();
            Map<Integer, String> media =
                    site.files().media(place.node(), place.files(), spec.node(), spec.media(), work);
            int id = work.recall(ID).orElseGet(() -> decided(ID, freeId(), work));
            try {
                Params params = config.params(spec, media)
                        .with(Disk.KEY, Disk.from(base, place, onFiles))
                        .with("pool", site.settings().pool());
                site.tasks()
                        .run(
                                CREATION,
                                TaskWait.of("making the machine"),
                                work,
                                () -> site.pve().machines(place.node()).create(id, params));
                return site.machines().at(place.node(), id).orElseThrow(() -> vanished(spec.node()));
            } catch (VivariumException e) {
                Optional<Found> ours = ofThis(spec.node(), place, id, e, work);
                if (ours.isPresent()) {
                    return ours.get();
                }
                if (i == TRIES || !isWorthAnother(e)) {
                    throw e;
                }
                if (e.code().equals("proxmox.id-taken")) {
                    work.remember(ID, freeId());
                }
            }
        }
    }

    /** After a failure: what is there under this id may be ours all the same, or what a failed task left of it. */
    private Optional<Found> ofThis(NodeId node, Place place, int id, VivariumException e, Work work) {
        if (!e.code().startsWith("proxmox.") || e.code().equals("proxmox.interrupted")) {
            return Optional.empty();
        }
        Optional<Found> found =
                site.machines().at(place.node(), id).filter(f -> f.owner().equals(node));
        if (found.isEmpty() && !e.code().equals("proxmox.id-taken")) {
            site.removal().leftovers(place, id, work);
        }
        return found.map(f -> unlocked(f, work));
    }

    /** The id is somebody else's, or another node removed a medium that nobody seemed to need. */
    private static boolean isWorthAnother(VivariumException e) {
        return e.code().equals("proxmox.id-taken") || e.code().equals("proxmox.volume-missing");
    }

    private int freeId() {
        int first = site.settings().firstId();
        int count = site.settings().lastId() - first + 1;
        for (int i = 0; i < 100; i++) {
            int id = first + site.random().nextInt(count);
            if (site.pve().cluster().free(id)) {
                return id;
            }
        }
        throw new VivariumException(
                Kind.CAPACITY,
                "proxmox.ids",
                "no id is free between " + first + " and " + site.settings().lastId()
                        + "; give the setting 'ids' a wider range");
    }

    private static <T> T decided(Key<T> key, T value, Work work) {
        work.remember(key, value);
        return value;
    }

    /** A task of an earlier try, whose name was lost, may still be at it. */
    private Found unlocked(Found found, Work work) {
        Found now = found;
        for (int i = 0; now.lock().isPresent(); i++) {
            if (i == LOOKS) {
                throw new VivariumException(
                        Kind.NEEDS_OPERATOR,
                        "proxmox.stuck-lock",
                        "machine " + now.id() + " is locked (" + now.lock().orElseThrow()
                                + ") and no task moves; look at the tasks of node '" + now.node()
                                + "', and if none works on it: qm unlock " + now.id());
            }
            work.progress(-1, "waiting until the cluster lets go of the machine");
            work.pause(LOOK);
            now = site.machines().again(now);
        }
        return now;
    }

    private void grow(Found found, MachineSpec spec, Work work) {
        site.tasks().settle(GROWTH, work);
        Found now = site.machines().again(found);
        long has = Disk.mebibytes(now.config()).orElse(0L);
        if (has > spec.diskMiB()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "image.larger-than-disk",
                    "the image's disk has " + has + " MiB; ask for a disk of at least that");
        }
        if (has < spec.diskMiB()) {
            Supplier<String> size = () -> spec.diskMiB() + "M";
            site.pve()
                    .machines(now.node())
                    .resize(now.id(), Disk.KEY, size.get())
                    .ifPresent(task -> {
                        work.remember(GROWTH, task.text());
                        site.pve().waits().await(task, TaskWait.of("growing the disk"), work);
                    });
        }
    }

    private void refuseOther(Found found, MachineSpec spec) {
        if (!MachineConfig.answers(found.config(), spec)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "proxmox.machine.differs",
                    "node " + spec.node() + " has a machine that was asked for otherwise (" + found.id()
                            + "); delete it first");
        }
    }

    private static DiskSource.ImageFile image(MachineSpec spec) {
        if (spec.disk() instanceof DiskSource.ImageFile image) {
            return image;
        }
        throw new VivariumException(
                Kind.INVALID, "proxmox.image-source", "a machine is made from an image that is here");
    }

    private static VivariumException vanished(NodeId node) {
        return new VivariumException(
                Kind.CONFLICT,
                "proxmox.machine.missing",
                "the machine of node " + node + " was removed as soon as it was made; see the cluster's tasks");
    }
}
