package dev.vivarium.qemu.machine;

import dev.vivarium.core.image.ImageHeader;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.gpu.LocalGpus;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a machine: first the decision with the ownership mark, then the disk. Between any two lines the process may die; the
 * next call goes on from what is on disk.
 */
public final class MachineMaker {
    private static final int SSH = 22;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    private final Site site;

    /** For this site's machines. */
    public MachineMaker(Site site) {
        this.site = site;
    }

    /** Makes the machine, or completes and adopts what an earlier call left. */
    public Machine create(MachineSpec spec, Work work) {
        DurableFiles.privateDirectory(site.directories().root());
        try (MachineLocks.Held held = site.locks().machine(spec.node(), work)) {
            work.checkCancelled();
            MachineDirectory directory = site.directories().of(spec.node());
            MachineFile file =
                    directory.read().map(f -> adopted(f, spec)).orElseGet(() -> decided(spec, directory, work));
            work.progress(0.5, "making the disk");
            work.checkCancelled();
            if (!directory.complete()) {
                makeDisk(file, directory, work);
            }
            work.progress(1, "machine made");
            return site.look(spec.node());
        }
    }

    private MachineFile adopted(MachineFile found, MachineSpec spec) {
        refuseOther(
                found, spec, found.image().equals(image(spec)) && found.origin().isEmpty());
        return found;
    }

    /** @throws VivariumException CONFLICT if what is there is no clone like this */
    void refuseOther(MachineFile found, MachineSpec spec, DiskSource.CloneOf wish) {
        refuseOther(found, spec, found.origin().filter(o -> o.answers(wish)).isPresent());
    }

    private void refuseOther(MachineFile found, MachineSpec spec, boolean sameDisk) {
        if (!site.directories().ours(found)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "qemu.machine.foreign",
                    "node " + spec.node() + " belongs to the installation '" + found.installation() + "'");
        }
        boolean same = sameDisk
                && found.cores() == spec.cores()
                && found.memoryMiB() == spec.memoryMiB()
                && found.diskMiB() == spec.diskMiB()
                && found.drives() == spec.drives()
                && found.network() == spec.network()
                && found.mac().equals(spec.mac())
                && found.gpus().size() == spec.gpus().size()
                && found.forwards().stream()
                        .map(PortForward::guestPort)
                        .toList()
                        .equals(guestPorts(spec));
        if (!same) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "qemu.machine.differs",
                    "node " + spec.node() + " has a machine that was asked for otherwise; delete it first");
        }
    }

    private MachineFile decided(MachineSpec spec, MachineDirectory directory, Work work) {
        ImageHeader image = ImageHeader.read(image(spec));
        if (image.virtualMiB() > spec.diskMiB()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "image.larger-than-disk",
                    "the image's disk has " + image.virtualMiB() + " MiB; ask for a disk of at least that");
        }
        return decided(spec, directory, image(spec), image.format().word(), Optional.empty(), work);
    }

    /** The mark of a machine with a disk that stands on this file; written, and nothing else made yet. */
    MachineFile decided(
            MachineSpec spec,
            MachineDirectory directory,
            Path below,
            String format,
            Optional<MachineFile.Origin> origin,
            Work work) {
        refuseForeign(directory);
        if (!MAC.matcher(spec.mac()).matches()) {
            throw new VivariumException(Kind.INVALID, "qemu.mac", "this is no MAC address: " + spec.mac());
        }
        if (spec.ports().stream().anyMatch(p -> p < 1 || p > 65535)) {
            throw new VivariumException(Kind.INVALID, "qemu.port", "a port is a number from 1 to 65535");
        }
        Drives.check(spec.media(), spec.drives());
        String machineType = site.tools().machineType();
        try (MachineLocks.Held held = site.locks().ports(work)) {
            Set<Integer> taken = site.directories().all().stream()
                    .flatMap(m -> m.forwards().stream())
                    .map(f -> f.endpoint().port())
                    .collect(Collectors.toSet());
            MachineFile file = new MachineFile(
                    MachineFile.VERSION,
                    spec.installation(),
                    spec.node(),
                    spec.name(),
                    site.clock().instant(),
                    below,
                    format,
                    spec.cores(),
                    spec.memoryMiB(),
                    spec.diskMiB(),
                    spec.drives(),
                    spec.network(),
                    spec.mac(),
                    machineType,
                    site.ports().choose(guestPorts(spec), taken),
                    spec.media(),
                    false,
                    MachineFile.DEVICES,
                    origin,
                    gpus(spec));
            work.checkCancelled();
            DurableFiles.privateDirectory(directory.path());
            directory.write(file);
            return file;
        }
    }

    /** Chosen once: which GPU a machine has is part of it. */
    private List<String> gpus(MachineSpec spec) {
        if (spec.gpus().isEmpty()) {
            return List.of();
        }
        LocalGpus gpus = site.gpus();
        gpus.support(spec.gpus(), spec.node()).orThrow(Capability.GPU_PASSTHROUGH);
        return gpus.choose(spec.gpus(), spec.node()).addresses();
    }

    void makeDisk(MachineFile file, MachineDirectory directory, Work work) {
        Path draft = directory.diskDraft();
        DurableFiles.touch(draft); // before qemu-img makes it readable for everybody
        site.tools().overlay(draft, file.image(), file.imageFormat(), file.diskMiB());
        work.checkCancelled();
        finish(draft, directory.disk(), work);
    }

    /** Gives a file its name when all of it is on the disk. */
    static void finish(Path draft, Path name, Work work) {
        try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            written.force(true);
        } catch (IOException e) {
            throw MachineDirectory.io("write " + draft, e);
        }
        work.checkCancelled();
        DurableFiles.move(draft, name);
    }

    /** A directory of this name without our mark is not ours, unless a cut-off call left it empty. */
    private static void refuseForeign(MachineDirectory directory) {
        if (!Files.exists(directory.path())) {
            return;
        }
        try (Stream<Path> content = Files.list(directory.path())) {
            if (content.anyMatch(p -> !directory.isDraft(p))) {
                throw new VivariumException(
                        Kind.CONFLICT,
                        "qemu.directory.foreign",
                        directory.path() + " holds something that is not ours; move it away");
            }
        } catch (IOException e) {
            throw MachineDirectory.io("look into " + directory.path(), e);
        }
    }

    private static Path image(MachineSpec spec) {
        if (spec.disk() instanceof DiskSource.ImageFile image) {
            return image.file().toAbsolutePath();
        }
        if (spec.disk() instanceof DiskSource.CloneOf) {
            throw new VivariumException(Kind.INVALID, "qemu.clone", "a clone is made by cloning");
        }
        throw new VivariumException(Kind.UNSUPPORTED, "unsupported.template", Preflight.NO_TEMPLATE);
    }

    private static List<Integer> guestPorts(MachineSpec spec) {
        return Stream.concat(Stream.of(SSH), spec.ports().stream()).distinct().toList();
    }
}
