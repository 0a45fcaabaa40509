package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.machine.MachineFile.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes machines whose disks come from other machines. What a disk differs in from the file below it is copied, never moved:
 * snapshots live inside a disk's file, so a disk that became the base of others would lose the way back to its own. A full clone
 * is such a copy. For a linked one the copy becomes a file of its own ({@link Bases}), on which any number of clones stands.
 *
 * <p>The source's lock is held all the while. A snapshot inside a disk that a QEMU has open can be read beside it: its clusters
 * are not written again as long as it is there.
 */
public final class Cloner implements Cloning {
    private final Site site;
    private final MachineMaker maker;

    /** For this site's machines. */
    public Cloner(Site site, MachineMaker maker) {
        this.site = site;
        this.maker = maker;
    }

    @Override
    public Machine clone(MachineSpec spec, Work work) {
        if (!(spec.disk() instanceof DiskSource.CloneOf wish)) {
            throw new VivariumException(Kind.INVALID, "qemu.clone.source", "a clone needs a machine to be cloned from");
        }
        DurableFiles.privateDirectory(site.directories().root());
        try (MachineLocks.Held held = site.locks().machine(spec.node(), work)) {
            work.checkCancelled();
            MachineDirectory directory = site.directories().of(spec.node());
            Optional<MachineFile> known = directory.read();
            known.ifPresent(file -> maker.refuseOther(file, spec, wish));
            if (known.isEmpty() || !directory.complete()) {
                make(spec, wish, directory, known, work);
            }
            work.progress(1, "clone made");
            return site.look(spec.node());
        }
    }

    private void make(
            MachineSpec spec,
            DiskSource.CloneOf wish,
            MachineDirectory directory,
            Optional<MachineFile> known,
            Work work) {
        try (MachineLocks.Held held = site.locks().machine(wish.source(), work)) {
            work.checkCancelled();
            MachineFile source = site.directories().get(wish.source());
            MachineDirectory from = site.directories().of(wish.source());
            refuseUnfit(spec, wish, source, from);
            Origin origin = origin(wish, source, from);
            Path below = wish.linked() ? origin.bases().get(origin.bases().size() - 1) : source.image();
            String format = wish.linked() ? "qcow2" : source.imageFormat();
            MachineFile file = site.bases()
                    .claim(
                            work,
                            () -> known.map(k -> again(k, directory, below, origin))
                                    .orElseGet(() ->
                                            maker.decided(spec, directory, below, format, Optional.of(origin), work)));
            known.filter(k -> !k.bases().equals(file.bases()))
                    .ifPresent(k -> site.bases().release(k, work));
            work.checkCancelled();
            if (wish.linked()) {
                base(below, source, from, wish.snapshot(), work);
                maker.makeDisk(file, directory, work);
            } else {
                copy(from, wish.snapshot(), source, directory.diskDraft(), work);
                if (file.diskMiB() > source.diskMiB()) {
                    site.tools().grow(directory.diskDraft(), file.diskMiB());
                }
                MachineMaker.finish(directory.diskDraft(), directory.disk(), work);
            }
        }
    }

    /** The source may have run since an earlier try. */
    private static MachineFile again(MachineFile known, MachineDirectory directory, Path below, Origin origin) {
        MachineFile file = known.withOrigin(below, origin);
        if (!file.equals(known)) {
            directory.write(file);
        }
        return file;
    }

    private Origin origin(DiskSource.CloneOf wish, MachineFile source, MachineDirectory from) {
        List<Path> bases = new ArrayList<>(source.bases());
        if (wish.linked()) {
            bases.add(wish.snapshot()
                    .map(id -> site.bases().ofSnapshot(id.toString()))
                    .orElseGet(() -> site.bases().ofDisk(from.disk())));
        }
        return new Origin(wish.source(), wish.snapshot(), wish.linked(), bases);
    }

    private void base(Path base, MachineFile source, MachineDirectory from, Optional<SnapshotId> snapshot, Work work) {
        if (Files.exists(base)) {
            return;
        }
        Path draft = site.bases().draft(base);
        copy(from, snapshot, source, draft, work);
        MachineMaker.finish(draft, base, work);
    }

    private void copy(
            MachineDirectory from, Optional<SnapshotId> snapshot, MachineFile source, Path target, Work work) {
        DurableFiles.touch(target); // before qemu-img makes it readable for everybody
        site.tools()
                .copy(
                        from.disk(),
                        snapshot.map(SnapshotId::toString),
                        source.image(),
                        source.imageFormat(),
                        target,
                        () -> {
                            work.checkCancelled();
                            work.progress(
                                    -1, "copying the disk, " + (target.toFile().length() >> 20) + " MiB so far");
                        });
        work.checkCancelled();
    }

    private void refuseUnfit(MachineSpec spec, DiskSource.CloneOf wish, MachineFile source, MachineDirectory from) {
        if (!from.complete()) {
            throw new VivariumException(
                    Kind.CONFLICT, "qemu.machine.half-made", "the source was not made to its end; create it again");
        }
        if (spec.diskMiB() < source.diskMiB()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "qemu.clone.smaller",
                    "the source's disk has " + source.diskMiB() + " MiB; a clone's has that or more");
        }
        if (wish.snapshot().isEmpty()) {
            if (QemuProcess.search(from).isPresent()) {
                throw new VivariumException(
                        Kind.CONFLICT, "qemu.clone.running", "the source runs; stop it, or clone one of its snapshots");
            }
            return;
        }
        String tag = wish.snapshot().get().toString();
        if (!site.snapshotNames(from).orElse(Set.of()).contains(tag)) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "qemu.snapshot.missing",
                    "node " + wish.source() + " has no snapshot " + tag + "; list the node's snapshots");
        }
    }
}
