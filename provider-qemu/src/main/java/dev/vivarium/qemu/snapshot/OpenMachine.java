package dev.vivarium.qemu.snapshot;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.machine.MachineDirectory;
import dev.vivarium.qemu.machine.MachineFile;
import dev.vivarium.qemu.machine.Running;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.qemu.snapshot.SnapshotBook.Entry;
import dev.vivarium.qemu.snapshot.SnapshotBook.State;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A machine whose snapshots are being changed: its lock is held, and if it runs we are connected to its QEMU.
 *
 * @param file what was decided about it
 * @param directory where it is
 * @param running its QEMU, if it runs
 * @param disk the snapshots in its disk
 */
record OpenMachine(MachineFile file, MachineDirectory directory, Optional<Running> running, DiskSnapshots disk)
        implements AutoCloseable {

    /** @throws VivariumException CONFLICT if it was not made to its end */
    static OpenMachine of(MachineFile file, Site site, Work work) {
        MachineDirectory directory = site.directories().of(file.node());
        if (!Files.exists(directory.disk())) {
            throw new VivariumException(
                    Kind.CONFLICT, "qemu.machine.half-made", "the machine was not made to its end; create it again");
        }
        Optional<Running> running = Running.adopt(directory, work);
        return new OpenMachine(
                file, directory, running, new DiskSnapshots(directory.disk(), running, site.tools(), work));
    }

    /**
     * The book, with what earlier calls left unfinished put in order: removals are completed, and what was being taken goes,
     * but for the one that is being taken again and turns out to be whole.
     */
    SnapshotBook tidied(Optional<SnapshotId> takenAgain) {
        SnapshotBook written = SnapshotBook.read(directory.snapshotFile());
        SnapshotBook book = written;
        for (Entry entry : written.entries()) {
            if (entry.isTaken()) {
                continue;
            }
            disk.settle(entry.tag());
            boolean whole = entry.state() == State.TAKING
                    && takenAgain.equals(Optional.of(entry.id()))
                    && disk.tags().contains(entry.tag());
            if (whole) {
                book = book.with(entry.as(State.TAKEN)).standingOn(entry.id());
            } else {
                disk.delete(entry.tag());
                book = book.without(entry.id());
            }
        }
        if (!book.entries().isEmpty()) {
            book = book.reconciled(disk.tags());
        }
        if (!book.equals(written)) {
            write(book);
        }
        return book;
    }

    /** See {@link Running#mediaSeen}; empty if it does not run. */
    Optional<String> mediaSeen() {
        return running.flatMap(r -> r.mediaSeen(file.media()));
    }

    void write(SnapshotBook book) {
        book.write(directory.snapshotFile());
    }

    @Override
    public void close() {
        running.ifPresent(Running::close);
    }
}
