package dev.vivarium.qemu.gpu;

import dev.vivarium.core.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the way of passing one GPU through. */
final class GpuChecks {
    /** Above that the usual BIOS may find no room for the card's memory. */
    private static final long LARGE_BAR = 4L << 30;

    private final PciTree tree;
    private final List<PciDevice> all;
    private final PciDevice gpu;
    private final List<Finding> found = new ArrayList<>();

    private GpuChecks(PciTree tree, List<PciDevice> all, PciDevice gpu) {
        this.tree = tree;
        this.all = all;
        this.gpu = gpu;
    }

    /**
     * Looks at one GPU.
     *
     * @param usedByUs process ids and nodes of our other machines that have it
     * @param own process ids of the machine that it is for
     */
    static List<Finding> of(
            PciTree tree, List<PciDevice> all, PciDevice gpu, Map<Long, String> usedByUs, Set<Long> own) {
        GpuChecks checks = new GpuChecks(tree, all, gpu);
        if (gpu.group().isEmpty()) {
            checks.iommu();
        } else {
            checks.group(gpu.group().get());
            checks.drivers();
            checks.users(gpu.group().get(), usedByUs, own);
            checks.rights(gpu.group().get());
        }
        checks.memory();
        return List.copyOf(checks.found);
    }

    private void iommu() {
        if (tree.iommuIsOn()) {
            error("gpu.no-group", "the IOMMU does not cover " + gpu.address(), "put the card into another slot");
        } else {
            error(
                    "gpu.iommu-off",
                    "the IOMMU is off, so no device can be passed through",
                    "switch it on in the firmware's setup, add " + tree.kernelParameter()
                            + " to GRUB_CMDLINE_LINUX in /etc/default/grub, run update-grub, and reboot");
        }
    }

    private void group(String group) {
        String others = all.stream()
                .filter(d -> d.group().equals(Optional.of(group)))
                .filter(d -> !d.slot().equals(gpu.slot()) && !d.isBridge())
                .map(d -> d.address() + " (" + tree.name(d).orElse(d.kind()) + ")")
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            error(
                    "gpu.group-shared",
                    "IOMMU group " + group + " of " + gpu.address() + " also holds " + others
                            + "; devices of one group cannot be kept apart",
                    "put the card into another slot, one that is wired to the processor");
        }
    }

    private void drivers() {
        for (PciDevice function : functions(all, gpu)) {
            if (function.isBound()) {
                continue;
            }
            String device = "/sys/bus/pci/devices/" + function.address();
            error(
                    "gpu.driver",
                    function.address() + " is driven by " + function.driver().orElse("nothing") + ", not by vfio-pci",
                    "as root: modprobe vfio-pci; echo vfio-pci > " + device + "/driver_override; "
                            + function.driver()
                                    .map(d -> "echo " + function.address() + " > " + device + "/driver/unbind; ")
                                    .orElse("")
                            + "echo " + function.address()
                            + " > /sys/bus/pci/drivers_probe (for good: options vfio-pci ids=" + function.kind()
                            + " in /etc/modprobe.d/vfio.conf)");
        }
    }

    private void users(String group, Map<Long, String> usedByUs, Set<Long> own) {
        usedByUs.values().stream()
                .findFirst()
                .ifPresent(node -> error(
                        "gpu.in-use",
                        gpu.address() + " is used by node " + node,
                        "stop that node, or choose another GPU"));
        tree.usersOf(group).stream()
                .filter(pid -> !usedByUs.containsKey(Long.valueOf(pid)) && !own.contains(Long.valueOf(pid)))
                .findFirst()
                .ifPresent(pid -> error(
                        "gpu.in-use",
                        gpu.address() + " is used by process " + pid,
                        "see what it is with 'ps -fp " + pid + "', and end it"));
    }

    private void rights(String group) {
        Path file = tree.vfioFile(group);
        if (!functions(all, gpu).stream().allMatch(PciDevice::isBound)) {
            return; // the file comes with the driver
        }
        if (!Files.exists(file)) {
            error(
                    "gpu.vfio-missing",
                    "/dev/vfio/" + group + " is not there",
                    "as root: modprobe vfio-pci vfio-iommu-type1");
        } else if (!Files.isReadable(file) || !Files.isWritable(file)) {
            error(
                    "gpu.rights",
                    "this user may not open /dev/vfio/" + group,
                    "as root: chown $USER /dev/vfio/" + group
                            + " (for good: SUBSYSTEM==\"vfio\", GROUP=\"kvm\", MODE=\"0660\" in"
                            + " /etc/udev/rules.d/70-vfio.rules, and the user in the group kvm)");
        }
    }

    private void memory() {
        if (gpu.largestBar() >= LARGE_BAR) {
            found.add(Finding.warning(
                    "gpu.large-bar",
                    gpu.address() + " has a memory region of " + (gpu.largestBar() >> 30)
                            + " GiB, for which the usual BIOS may find no room",
                    "set `firmware` of the hypervisor to OVMF (apt install ovmf: /usr/share/ovmf/OVMF.fd), and use an image"
                            + " that boots by EFI"));
        }
    }

    /** The functions in the GPU's slot, its audio among them: all of them go together. */
    static List<PciDevice> functions(List<PciDevice> all, PciDevice gpu) {
        return all.stream()
                .filter(d -> d.slot().equals(gpu.slot()) && !d.isBridge())
                .toList();
    }

    private void error(String code, String message, String remedy) {
        found.add(Finding.error(code, message, remedy));
    }
}
