package dev.vivarium.qemu.machine;

import dev.vivarium.core.image.ImageHeader;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.gpu.LocalGpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Finds what would make a machine fail before anything of it is made. */
public final class Preflight {
    /** Why there is no template. */
    public static final String NO_TEMPLATE = "the local QEMU has no templates; name an image file";

    /** As many as a disk controller takes with room to spare. */
    static final int MAX_DRIVES = 64;

    /** What a machine needs beside its memory: QEMU itself, and the first changes to the disk. */
    static final long MARGIN_MIB = 1024;

    private final Site site;

    /** For this site's machines. */
    public Preflight(Site site) {
        this.site = site;
    }

    /** All that would fail, and what is worth knowing. */
    public List<Finding> check(MachineSpec spec) {
        List<Finding> found = new ArrayList<>();
        programs(found);
        processors(spec, found);
        image(spec, found);
        space(spec, found);
        memory(spec, found);
        if (!spec.gpus().isEmpty()) {
            gpus(spec, found);
        }
        rest(spec, found);
        return List.copyOf(found);
    }

    private void programs(List<Finding> found) {
        works(site.tools()::version, "qemu.missing", "apt install qemu-system-x86", found);
        works(site.tools()::imageToolVersion, "qemu-img.missing", "apt install qemu-utils", found);
    }

    private static void works(Supplier<String> program, String code, String remedy, List<Finding> found) {
        try {
            Object unused = program.get();
        } catch (VivariumException e) {
            found.add(Finding.error(code, e.message(), remedy));
        }
    }

    private void processors(MachineSpec spec, List<Finding> found) {
        Accelerator accelerator = site.accelerator();
        Host host = site.host();
        if (accelerator.name().equals("kvm") && !host.kvmAccessible()) {
            found.add(Finding.error(
                    "qemu.kvm",
                    "the configuration insists on KVM, and /dev/kvm cannot be opened",
                    "accelerator: auto"));
        }
        if (accelerator.name().equals("tcg")) {
            found.add(Finding.warning(
                    "qemu.emulated",
                    "processors will be emulated, ten times slower than real ones: " + accelerator.reason(),
                    "use a computer with hardware virtualization for more than a demonstration"));
        }
        if (spec.cores() > host.cores()) {
            found.add(Finding.warning(
                    "host.cores",
                    spec.cores() + " cores are asked for, and this computer has " + host.cores(),
                    "ask for " + host.cores() + " cores"));
        }
    }

    private void image(MachineSpec spec, List<Finding> found) {
        if (spec.disk() instanceof DiskSource.Pending) {
            return; // looked at when it is here
        }
        if (spec.disk() instanceof DiskSource.CloneOf) {
            return; // what its source stands on was looked at
        }
        if (!(spec.disk() instanceof DiskSource.ImageFile image)) {
            found.add(Finding.error("unsupported.template", NO_TEMPLATE, "image: file:/path/of/image.qcow2"));
            return;
        }
        try {
            ImageHeader header = ImageHeader.read(image.file());
            if (header.virtualMiB() > spec.diskMiB()) {
                found.add(Finding.error(
                        "image.larger-than-disk",
                        "the image's disk has " + header.virtualMiB() + " MiB, and " + spec.diskMiB()
                                + " are asked for",
                        "ask for a disk of at least " + header.virtualMiB() + " MiB"));
            }
        } catch (VivariumException e) {
            found.add(Finding.error(e.code(), e.message(), "choose another image"));
        }
    }

    private void space(MachineSpec spec, List<Finding> found) {
        Path directory = site.settings().directory();
        try {
            long free = site.host().freeSpaceMiB(directory);
            long copy = spec.disk() instanceof DiskSource.CloneOf clone ? CloneSpace.mebibytes(clone, site) : 0;
            long snapshot = spec.memoryMiB() + MARGIN_MIB;
            if (free < copy + snapshot) {
                String of = copy == 0 ? "" : "; the copy of the source's disk takes " + copy;
                found.add(Finding.error(
                        "host.space",
                        free + " MiB are free in " + directory + of + (copy == 0 ? "; " : ", and ")
                                + "one live snapshot may take " + snapshot,
                        "free some space, or set `directory` to a larger disk"));
            } else if (free < spec.diskMiB() + spec.memoryMiB()) {
                found.add(Finding.warning(
                        "host.space",
                        free + " MiB are free in " + directory + "; a full disk of this node and one snapshot take "
                                + (spec.diskMiB() + spec.memoryMiB()),
                        "the disk grows only as it is used; watch it"));
            }
        } catch (IOException e) {
            found.add(Finding.error("host.space", "cannot see the free space of " + directory, "see who owns it"));
        }
    }

    private void memory(MachineSpec spec, List<Finding> found) {
        long available = site.host().availableMemoryMiB();
        long needed = spec.memoryMiB() + site.settings().reserveMiB();
        if (available < needed) {
            found.add(Finding.error(
                    "host.memory",
                    available + " MiB of memory are available; the machine with the reserve for the host takes "
                            + needed,
                    "stop another machine, or ask for less memory (this computer has "
                            + site.host().totalMemoryMiB() + " MiB)"));
        }
    }

    private void gpus(MachineSpec spec, List<Finding> found) {
        LocalGpus gpus = site.gpus();
        if (gpus.support(spec.gpus(), spec.node()) instanceof Support.No no) {
            found.add(Finding.error(
                    "unsupported.gpu_passthrough", no.reason(), "docs/gpu.md says how a host is prepared"));
        }
        long lockable = gpus.lockableMiB();
        if (lockable < spec.memoryMiB() + MARGIN_MIB) {
            found.add(Finding.error(
                    "gpu.memlock",
                    "a machine with a GPU locks all of its memory, and this user may lock " + lockable + " MiB",
                    "as root: add '" + System.getProperty("user.name")
                            + " - memlock unlimited' to /etc/security/limits.d/vivarium.conf, and log in anew"));
        }
        if (site.accelerator().name().equals("tcg")) {
            found.add(Finding.warning(
                    "gpu.emulated",
                    "the machine's processors are emulated, too slow to make use of a GPU",
                    "use a computer with hardware virtualization"));
        }
    }

    private void rest(MachineSpec spec, List<Finding> found) {
        if (spec.drives() > MAX_DRIVES) {
            found.add(Finding.error(
                    "qemu.drive",
                    "a machine has at most " + MAX_DRIVES + " drives",
                    "put fewer layers into the bundle"));
        }
        try {
            Drives.check(spec.media(), spec.drives());
            site.ports().choose(spec.ports(), Set.of());
        } catch (VivariumException e) {
            found.add(Finding.error(e.code(), e.message(), "see the message"));
        }
    }
}
