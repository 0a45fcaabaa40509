package dev.vivarium.qemu.snapshot;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.machine.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code snapshots.json}: what a disk image cannot hold of its snapshots. An entry is written before its snapshot is taken and
 * marked after, so that what was cut off is known; the image decides which snapshots there are.
 *
 * @param version of this form
 * @param standing the snapshot that the disk stands on
 * @param entries oldest first
 */
record SnapshotBook(int version, Optional<SnapshotId> standing, List<Entry> entries) {
    private static final int VERSION = 1;

    SnapshotBook {
        entries = List.copyOf(entries);
    }

    /** How far a snapshot is. */
    enum State {
        TAKING,
        TAKEN,
        DELETING
    }

    /**
     * One snapshot.
     *
     * @param id also its name in the image
     * @param name for people
     * @param kind what it holds
     * @param parent what the disk stood on
     * @param takenAt when it was asked for
     * @param state how far it is
     * @param media what the guest then saw in its drives, as {@link Running#mediaSeen}; empty if it holds no memory, if nobody
     *     could tell, and in books of earlier releases
     */
    record Entry(
            SnapshotId id,
            String name,
            SnapshotKind kind,
            Optional<SnapshotId> parent,
            Instant takenAt,
            State state,
            Optional<String> media) {

        /** Its name in the image. */
        String tag() {
            return id.toString();
        }

        boolean isTaken() {
            return state == State.TAKEN;
        }

        Entry as(State next) {
            return new Entry(id, name, kind, parent, takenAt, next, media);
        }

        Snapshot snapshot(NodeId node) {
            return new Snapshot(id, node, name, kind, parent, takenAt);
        }

        private Entry withParent(Optional<SnapshotId> other) {
            return new Entry(id, name, kind, other, takenAt, state, media);
        }
    }

    /** The book in this file; an empty one if there is no file. */
    static SnapshotBook read(Path file) {
        try {
            SnapshotBook book = Json.read(Files.readString(file), SnapshotBook.class);
            if (book.version() > VERSION) {
                throw new VivariumException(
                        Kind.NEEDS_OPERATOR,
                        "qemu.snapshots.newer",
                        file + " was written by a newer Vivarium; use that one");
            }
            return book;
        } catch (NoSuchFileException e) {
            return new SnapshotBook(VERSION, Optional.empty(), List.of());
        } catch (IOException e) {
            throw new VivariumException(Kind.HYPERVISOR_FAULT, "qemu.io", "cannot read " + file, e);
        }
    }

    void write(Path file) {
        DurableFiles.replace(file, Json.write(this));
    }

    Optional<Entry> find(SnapshotId id) {
        return entries.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /** The same with this entry in place of the one with its id, or as the newest. */
    SnapshotBook with(Entry entry) {
        List<Entry> changed = new ArrayList<>(entries);
        int at = entries.stream().map(Entry::id).toList().indexOf(entry.id());
        if (at < 0) {
            changed.add(entry);
        } else {
            changed.set(at, entry);
        }
        return new SnapshotBook(version, standing, changed);
    }

    /** The same, the disk standing on this snapshot. */
    SnapshotBook standingOn(SnapshotId id) {
        return new SnapshotBook(version, Optional.of(id), entries);
    }

    /** The same without this entry; what stood on it stands on its parent. */
    SnapshotBook without(SnapshotId id) {
        Optional<SnapshotId> heir = find(id).flatMap(Entry::parent);
        Predicate<Optional<SnapshotId>> orphaned = parent -> parent.equals(Optional.of(id));
        return new SnapshotBook(
                version,
                orphaned.test(standing) ? heir : standing,
                entries.stream()
                        .filter(e -> !e.id().equals(id))
                        .map(e -> orphaned.test(e.parent()) ? e.withParent(heir) : e)
                        .toList());
    }

    /** The same without those that were taken and are no longer in the image: somebody removed them. */
    SnapshotBook reconciled(Set<String> tags) {
        SnapshotBook book = this;
        for (Entry entry : entries) {
            if (entry.isTaken() && !tags.contains(entry.tag())) {
                book = book.without(entry.id());
            }
        }
        return book;
    }

    /** Those that can be rolled back to. */
    List<Snapshot> snapshots(NodeId node) {
        return entries.stream()
                .filter(Entry::isTaken)
                .map(e -> e.snapshot(node))
                .toList();
    }
}
