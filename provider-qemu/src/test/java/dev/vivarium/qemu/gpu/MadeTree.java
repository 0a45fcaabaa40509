package dev.vivarium.qemu.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A computer as the kernel shows it, made by hand: {@code /sys/bus/pci/devices} and {@code /sys/kernel/iommu_groups} as in the
 * kernel's {@code Documentation/ABI/testing/sysfs-bus-pci} and {@code sysfs-kernel-iommu_groups}.
 */
public final class MadeTree {
    /** A graphics card with its audio function, alone in group 7 with the bridge above it, both bound to vfio-pci. */
    public static final String GPU = "0000:01:00.0";

    public static final String AUDIO = "0000:01:00.1";
    private static final String BRIDGE = "0000:00:01.0";

    private final Path root;

    public MadeTree(Path root) {
        this.root = root;
        file("proc/cpuinfo", "vendor_id\t: GenuineIntel\n");
        file("proc/self/status", "CapEff:\t0000000000000000\n");
        limit(64L << 30);
        file(
                "usr/share/misc/pci.ids",
                "# a list\n10de  NVIDIA Corporation\n\t2684  AD102 [GeForce RTX 4090]\n\t\t1043 889a  a board\n8086  Intel\n");
    }

    /** All is as it should be. */
    public static MadeTree good(Path root) {
        return new MadeTree(root)
                .device(BRIDGE, "8086", "1901", "060400", "7", "pcieport")
                .device(GPU, "10de", "2684", "030000", "7", "vfio-pci")
                .device(AUDIO, "10de", "22ba", "040300", "7", "vfio-pci")
                .vfio("7", "rw-rw----");
    }

    public Path root() {
        return root;
    }

    PciTree pci() {
        return new PciTree(root);
    }

    /** One function; an empty group or driver is none. */
    MadeTree device(String address, String vendor, String device, String classCode, String group, String driver) {
        String place = "sys/bus/pci/devices/" + address;
        file(place + "/vendor", "0x" + vendor + "\n");
        file(place + "/device", "0x" + device + "\n");
        file(place + "/class", "0x" + classCode + "\n");
        file(
                place + "/resource",
                "0x00000000f6000000 0x00000000f6ffffff 0x0000000000040200\n"
                        + "0x0000000000000000 0x0000000000000000 0x0000000000000000\n");
        if (!group.isEmpty()) {
            link(place + "/iommu_group", "../../../../kernel/iommu_groups/" + group);
            file("sys/kernel/iommu_groups/" + group + "/devices/" + address, "");
        }
        if (!driver.isEmpty()) {
            link(place + "/driver", "../../../../bus/pci/drivers/" + driver);
        }
        return this;
    }

    MadeTree largeMemory(String address, long bytes) {
        file(
                "sys/bus/pci/devices/" + address + "/resource",
                String.format("0x%016x 0x%016x 0x000000000014220c%n", 0x6000000000L, 0x6000000000L + bytes - 1));
        return this;
    }

    MadeTree vfio(String group, String rights) {
        Path file = file("dev/vfio/" + group, "");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    MadeTree without(String path) {
        try {
            Files.delete(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A process that has the group open. */
    MadeTree opened(String group, long pid) {
        link("proc/" + pid + "/fd/23", "/dev/vfio/" + group);
        return this;
    }

    MadeTree processor(String vendor) {
        file("proc/cpuinfo", "vendor_id\t: " + vendor + "\n");
        return this;
    }

    /** How many bytes a process may lock. */
    public MadeTree limit(long bytes) {
        file(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max locked memory         " + bytes + "           " + bytes + "           bytes\n");
        return this;
    }

    MadeTree driver(String address, String driver) {
        without("sys/bus/pci/devices/" + address + "/driver");
        if (!driver.isEmpty()) {
            link("sys/bus/pci/devices/" + address + "/driver", "../../../../bus/pci/drivers/" + driver);
        }
        return this;
    }

    private void link(String path, String target) {
        try {
            Path link = root.resolve(path);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
