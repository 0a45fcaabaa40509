package dev.vivarium.proxmox.snapshot;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.GuestStatus;
import dev.vivarium.proxmox.api.SnapshotCalls;
import dev.vivarium.proxmox.api.SnapshotInfo;
import dev.vivarium.proxmox.api.SnapshotTree;
import dev.vivarium.proxmox.api.TaskWait;
import dev.vivarium.proxmox.machine.Drives;
import dev.vivarium.proxmox.machine.Found;
import dev.vivarium.proxmox.machine.Machines;
import dev.vivarium.proxmox.machine.MediaChange;
import dev.vivarium.proxmox.machine.Site;
import dev.vivarium.proxmox.machine.SnapshotName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Snapshots as the cluster takes them: of all disks, and of the memory in a volume of its own. */
public final class ProxmoxSnapshots implements Snapshots {
    /** Why a machine with a device has no live snapshots. */
    public static final Support NOT_LIVE = Support.no(
            "the memory of a machine with a device of its host cannot be saved; take a frozen or stopped one");

    /** Why a guest's file systems cannot be frozen. */
    public static final Support NO_AGENT =
            Support.no("the guest's agent does not answer; install qemu-guest-agent in it, or take a live snapshot");

    private static final Key<String> TAKING = Key.of("proxmox.snapshot", String.class);
    private static final Key<String> ROLLBACK = Key.of("proxmox.rollback", String.class);
    private static final Key<String> DELETION = Key.of("proxmox.snapshot-delete", String.class);
    private static final Key<String> MEDIA = Key.of("proxmox.rollback-media", String.class);

    private final Site site;
    private final MediaChange media;

    /** Of this site's machines. */
    public ProxmoxSnapshots(Site site) {
        this.site = site;
        this.media = new MediaChange(site);
    }

    /** Whether the guest of the node's machine answers as an agent just now; yes for one that is not made or off. */
    public Support frozen(NodeId node) {
        Optional<Found> found = site.machines().find(node);
        if (found.isEmpty() || !site.machines().status(found.get()).running()) {
            return Support.yes();
        }
        return answers(found.get()) ? Support.yes() : NO_AGENT;
    }

    @Override
    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        site.tasks().settle(TAKING, work);
        Found found = site.locks().released(site.machines().get(machine.node()), work);
        Optional<Snapshot> known = find(found, id);
        if (known.isPresent()) {
            return known.get();
        }
        removeHalf(found, id, work);
        refuse(found, kind);
        SnapshotCalls calls = calls(found);
        Instant at = site.clock().instant();
        try {
            site.tasks()
                    .run(
                            TAKING,
                            TaskWait.of("taking the snapshot"),
                            work,
                            () -> calls.create(
                                    found.id(),
                                    SnapshotName.of(id),
                                    SnapshotText.description(name, kind, at),
                                    kind.holdsMemory()));
        } catch (VivariumException e) {
            if (e.code().startsWith("proxmox.") && !e.code().equals("proxmox.unanswered")) {
                removeHalf(site.locks().released(found, work), id, work);
            }
            throw e;
        }
        return find(found, id).orElseThrow(() -> missing(id));
    }

    @Override
    public Machine rollback(Machine machine, SnapshotId id, Work work) {
        site.tasks().settle(ROLLBACK, work);
        Found found = site.locks().released(site.machines().get(machine.node()), work);
        if (find(found, id).isEmpty()) {
            throw missing(id);
        }
        // the snapshot's configuration has the drives of its moment
        Map<Integer, String> inDrives =
                work.recall(MEDIA).map(ProxmoxSnapshots::parsed).orElseGet(() -> Drives.volumes(found.config()));
        work.remember(MEDIA, written(inDrives));
        site.tasks()
                .run(
                        ROLLBACK,
                        TaskWait.of("rolling back"),
                        work,
                        () -> calls(found).rollback(found.id(), SnapshotName.of(id), false));
        Found back = media.fill(machine.node(), inDrives, work);
        return site.machines().look(back);
    }

    @Override
    public void delete(Machine machine, SnapshotId id, Work work) {
        site.tasks().settle(DELETION, work);
        Found found = site.locks().released(site.machines().get(machine.node()), work);
        remove(found, id, false, work);
    }

    @Override
    public List<Snapshot> list(Machine machine) {
        Found found = site.machines().get(machine.node());
        return calls(found).list(found.id()).snapshots().stream()
                .flatMap(info -> SnapshotText.read(machine.node(), info).stream())
                .sorted(Comparator.comparing(Snapshot::takenAt))
                .toList();
    }

    private void refuse(Found found, SnapshotKind kind) {
        GuestStatus status = site.machines().status(found);
        boolean off = Machines.power(status) == Power.OFF;
        if (off != (kind == SnapshotKind.STOPPED) && kind != SnapshotKind.CRASH) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "snapshot.power",
                    off
                            ? "the machine is off, so it has no such moment; take a stopped snapshot"
                            : "the machine runs; stop it first, or take another kind of snapshot");
        }
        if (kind.holdsMemory() && found.hasDevices()) {
            NOT_LIVE.orThrow(Capability.SNAPSHOT_LIVE);
        }
        if (kind == SnapshotKind.FROZEN && !answers(found)) {
            NO_AGENT.orThrow(Capability.SNAPSHOT_FROZEN);
        }
    }

    private boolean answers(Found found) {
        try {
            site.pve().agent(found.node()).ping(found.id());
            return true;
        } catch (VivariumException e) {
            if (e.code().startsWith("proxmox.agent")) {
                return false;
            }
            throw e;
        }
    }

    private Optional<Snapshot> find(Found found, SnapshotId id) {
        return calls(found)
                .list(found.id())
                .find(SnapshotName.of(id))
                .flatMap(info -> SnapshotText.read(found.owner(), info));
    }

    /** One that was begun and not finished, and that no task works on any more. */
    private void removeHalf(Found found, SnapshotId id, Work work) {
        SnapshotTree tree = calls(found).list(found.id());
        if (tree.find(SnapshotName.of(id)).flatMap(SnapshotInfo::state).isPresent()) {
            remove(found, id, true, work);
        }
    }

    private void remove(Found found, SnapshotId id, boolean force, Work work) {
        String name = SnapshotName.of(id);
        if (calls(found).list(found.id()).find(name).isEmpty()) {
            return;
        }
        try {
            site.tasks()
                    .run(
                            DELETION,
                            TaskWait.of("removing the snapshot"),
                            work,
                            () -> calls(found).delete(found.id(), name, force));
        } catch (VivariumException e) {
            if (!e.code().equals("proxmox.snapshot-missing")) {
                throw e;
            }
        }
    }

    private SnapshotCalls calls(Found found) {
        return site.pve().machines(found.node()).snapshots();
    }

    private static String written(Map<Integer, String> drives) {
        StringBuilder text = new StringBuilder();
        drives.forEach(
                (slot, volume) -> text.append(slot).append(' ').append(volume).append('\n'));
        return text.toString();
    }

    private static Map<Integer, String> parsed(String text) {
        Map<Integer, String> drives = new TreeMap<>();
        text.lines().map(line -> line.split(" ", 2)).forEach(part -> drives.put(Integer.parseInt(part[0]), part[1]));
        return drives;
    }

    private static VivariumException missing(SnapshotId id) {
        return new VivariumException(
                Kind.NOT_FOUND,
                "snapshot.missing",
                "the machine has no snapshot " + id + "; was it removed elsewhere?");
    }
}
