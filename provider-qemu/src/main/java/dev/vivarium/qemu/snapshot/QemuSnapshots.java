package dev.vivarium.qemu.snapshot;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.machine.FrozenGuest;
import dev.vivarium.qemu.machine.MachineDirectory;
import dev.vivarium.qemu.machine.PowerSwitch;
import dev.vivarium.qemu.machine.Running;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.qemu.snapshot.SnapshotBook.Entry;
import dev.vivarium.qemu.snapshot.SnapshotBook.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Snapshots inside the machine's disk image, with and without memory. */
public final class QemuSnapshots implements Snapshots {
    /** Why there is no live snapshot of a machine with a GPU. */
    public static final Support NOT_LIVE =
            Support.no("a GPU that is passed through keeps its memory to itself, so no live"
                    + " snapshot can be taken; take a frozen or a stopped one");

    /** Beside the memory, what QEMU writes of its devices and the image's own tables. */
    private static final long MARGIN_MIB = 256;

    private final Site site;
    private final Rollback rollback;

    /** For this site's machines. */
    public QemuSnapshots(Site site, PowerSwitch power) {
        this.site = site;
        this.rollback = new Rollback(power);
    }

    /** Whether this node's guest can be frozen. */
    public Support frozen(NodeId node) {
        return FrozenGuest.support(site.directories().of(node));
    }

    @Override
    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        return opened(machine.node(), work, open -> {
            SnapshotBook book = open.tidied(Optional.of(id));
            Optional<Entry> known = book.find(id);
            if (known.isPresent()) {
                return known.get().snapshot(machine.node());
            }
            refuse(open, book, name, kind);
            Entry entry = new Entry(
                    id,
                    name,
                    kind,
                    book.standing(),
                    site.clock().instant(),
                    State.TAKING,
                    kind.holdsMemory() ? open.mediaSeen() : Optional.empty());
            open.write(book.with(entry));
            work.checkCancelled();
            takeOrUndo(open, book, entry, work);
            open.write(book.with(entry.as(State.TAKEN)).standingOn(id));
            return entry.snapshot(machine.node());
        });
    }

    private static void takeOrUndo(OpenMachine open, SnapshotBook before, Entry entry, Work work) {
        try {
            if (entry.kind() == SnapshotKind.LIVE) {
                open.disk().takeLive(open.running().orElseThrow(), entry.tag());
            } else if (entry.kind() == SnapshotKind.FROZEN) {
                try (FrozenGuest frozen = FrozenGuest.freeze(open.directory())) {
                    open.disk().take(entry.tag());
                }
            } else {
                open.disk().take(entry.tag());
            }
            work.checkCancelled();
        } catch (VivariumException e) {
            try {
                open.disk().settle(entry.tag());
                open.disk().delete(entry.tag());
                open.write(before);
            } catch (VivariumException also) {
                e.addSuppressed(also); // the entry stays, and the next call tidies up
            }
            throw e;
        }
    }

    private void refuse(OpenMachine open, SnapshotBook book, String name, SnapshotKind kind) {
        if (book.entries().stream().anyMatch(e -> e.name().equals(name))) {
            throw conflict(
                    "qemu.snapshot.name", "the node has a snapshot of the name '" + name + "'; choose another name");
        }
        if (kind == SnapshotKind.STOPPED && open.running().isPresent()) {
            throw conflict("qemu.snapshot.power", "the machine runs; stop it before a stopped snapshot");
        }
        if (kind == SnapshotKind.FROZEN && open.running().isEmpty()) {
            throw conflict("qemu.snapshot.power", "the machine is off, so nothing writes; take a stopped snapshot");
        }
        if (kind == SnapshotKind.LIVE) {
            if (!open.file().gpus().isEmpty()) {
                NOT_LIVE.orThrow(Capability.SNAPSHOT_LIVE);
            }
            Running running = open.running()
                    .orElseThrow(() -> conflict(
                            "qemu.snapshot.power",
                            "the machine is off and has no memory to save; take a stopped snapshot"));
            refuseWithoutSpace(open, running);
        }
    }

    private void refuseWithoutSpace(OpenMachine open, Running running) {
        long needed = Math.min(open.file().memoryMiB(), running.heldMiB()) + MARGIN_MIB;
        try {
            long free = site.host().freeSpaceMiB(open.directory().path());
            if (free < needed) {
                throw new VivariumException(
                        Kind.CAPACITY,
                        "qemu.disk.full",
                        "the snapshot may take " + needed + " MiB, and " + free + " are free in "
                                + open.directory().path() + "; delete snapshots, or free some space");
            }
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.HYPERVISOR_FAULT,
                    "qemu.io",
                    "cannot see the free space of " + open.directory().path(),
                    e);
        }
    }

    @Override
    public Machine rollback(Machine machine, SnapshotId id, Work work) {
        return opened(machine.node(), work, open -> {
            SnapshotBook book = open.tidied(Optional.empty());
            Entry entry = book.find(id).orElseThrow(() -> missing(machine.node(), id));
            work.checkCancelled();
            if (entry.kind().holdsMemory()) {
                rollback.memory(open, entry, work);
            } else {
                rollback.disk(open, entry.tag(), work);
            }
            work.checkCancelled();
            open.write(book.standingOn(id));
            open.close(); // so that the look is not in our own way
            return site.look(machine.node());
        });
    }

    @Override
    public void delete(Machine machine, SnapshotId id, Work work) {
        opened(machine.node(), work, open -> {
            SnapshotBook book = open.tidied(Optional.empty());
            book.find(id).ifPresent(entry -> {
                open.write(book.with(entry.as(State.DELETING)));
                work.checkCancelled();
                open.disk().delete(entry.tag());
                work.checkCancelled();
                open.write(book.without(id));
            });
            return id;
        });
    }

    @Override
    public List<Snapshot> list(Machine machine) {
        MachineDirectory directory =
                site.directories().of(site.directories().get(machine.node()).node());
        SnapshotBook book = SnapshotBook.read(directory.snapshotFile());
        if (book.entries().isEmpty()) {
            return List.of();
        }
        // a QEMU that is busy saving cannot say; then what is written has to do
        return site.snapshotNames(directory).map(book::reconciled).orElse(book).snapshots(machine.node());
    }

    private <T> T opened(NodeId node, Work work, Function<OpenMachine, T> change) {
        return site.exclusively(node, work, file -> {
            try (OpenMachine open = OpenMachine.of(file, site, work)) {
                work.checkCancelled();
                return change.apply(open);
            }
        });
    }

    private static VivariumException conflict(String code, String message) {
        return new VivariumException(Kind.CONFLICT, code, message);
    }

    private static VivariumException missing(NodeId node, SnapshotId id) {
        return new VivariumException(
                Kind.NOT_FOUND,
                "qemu.snapshot.missing",
                "node " + node + " has no snapshot " + id + "; list the node's snapshots");
    }
}
