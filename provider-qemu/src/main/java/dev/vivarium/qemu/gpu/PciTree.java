package dev.vivarium.qemu.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel shows of PCI devices, their IOMMU groups, and who has them open.
 *
 * @param root {@code /}, or a tree made by hand
 */
public record PciTree(Path root) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]");
    private static final int MEMORY_LOCK = 14;

    /** All functions, by address. */
    List<PciDevice> devices() {
        return names(at("sys/bus/pci/devices")).stream()
                .filter(name -> ADDRESS.matcher(name).matches())
                .sorted()
                .map(this::device)
                .toList();
    }

    /** True if the kernel made any IOMMU group. */
    boolean iommuIsOn() {
        return !names(at("sys/kernel/iommu_groups")).isEmpty();
    }

    /** What is to be added to the kernel's command line for an IOMMU on this processor. */
    String kernelParameter() {
        String processor = read(at("proc/cpuinfo"));
        if (processor.contains("AuthenticAMD")) {
            return "amd_iommu=on iommu=pt (AMD-Vi, 'IOMMU' in the firmware's setup)";
        }
        if (processor.contains("GenuineIntel")) {
            return "intel_iommu=on iommu=pt (VT-d in the firmware's setup)";
        }
        return "intel_iommu=on iommu=pt (Intel) or amd_iommu=on iommu=pt (AMD)";
    }

    /** The file by which a group is given to a QEMU. */
    Path vfioFile(String group) {
        return at("dev/vfio").resolve(group);
    }

    /** The processes that have this group open, as far as we may look. */
    List<String> usersOf(String group) {
        return names(at("proc")).stream()
                .filter(name -> name.matches("\\d{1,10}"))
                .filter(pid -> names(at("proc/" + pid + "/fd")).stream()
                        .anyMatch(
                                fd -> link(at("proc/" + pid + "/fd/" + fd)).equals(Optional.of("/dev/vfio/" + group))))
                .toList();
    }

    /** The memory in MiB that a process of ours may lock: a device reaches all of its guest's memory, so it cannot move. */
    long lockableMiB() {
        String effective = value(read(at("proc/self/status")), "CapEff:").orElse("0");
        if (effective.matches("[0-9a-f]{1,16}") && (Long.parseUnsignedLong(effective, 16) >> MEMORY_LOCK & 1) == 1) {
            return Long.MAX_VALUE;
        }
        return value(read(at("proc/self/limits")), "Max locked memory")
                .filter(bytes -> bytes.matches("\\d{1,18}"))
                .map(bytes -> Long.parseLong(bytes) >> 20)
                .orElse(Long.MAX_VALUE);
    }

    /** What the list of PCI ids calls it, if there is such a list here. */
    Optional<String> name(PciDevice device) {
        for (String place : List.of("usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids")) {
            Path file = at(place);
            if (Files.isReadable(file)) {
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    return PciNames.find(lines, device.vendorId(), device.deviceId());
                } catch (IOException e) {
                    return Optional.empty(); // not the list that it should be
                }
            }
        }
        return Optional.empty();
    }

    private PciDevice device(String address) {
        Path directory = at("sys/bus/pci/devices").resolve(address);
        return new PciDevice(
                address,
                hex(directory.resolve("vendor")),
                hex(directory.resolve("device")),
                hex(directory.resolve("class")),
                linkName(directory.resolve("iommu_group")),
                linkName(directory.resolve("driver")),
                largest(read(directory.resolve("resource"))));
    }

    /** Each line is start, end, flags. */
    private static long largest(String resource) {
        return resource.lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(f -> f.length == 3 && f[0].matches("0x[0-9a-f]{1,16}") && f[1].matches("0x[0-9a-f]{1,16}"))
                .mapToLong(f -> Long.parseUnsignedLong(f[1].substring(2), 16)
                        - Long.parseUnsignedLong(f[0].substring(2), 16)
                        + 1)
                .filter(size -> size > 1)
                .max()
                .orElse(0);
    }

    private static Optional<String> value(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().split("\\s+", -1)[0])
                .findFirst();
    }

    private Path at(String path) {
        return root.resolve(path);
    }

    private static String hex(Path file) {
        return read(file).strip().replaceFirst("^0x", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> linkName(Path link) {
        return link(link).map(target -> target.substring(target.lastIndexOf('/') + 1));
    }

    private static Optional<String> link(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return Optional.empty(); // no link, or not for us to see
        }
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> String.valueOf(p.getFileName())).toList();
        } catch (IOException e) {
            return List.of(); // not there, or not for us to see
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
