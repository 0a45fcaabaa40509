package dev.vivarium.qemu.gpu;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The GPUs of this computer.
 *
 * @param tree what the kernel shows
 * @param owners our machines that have GPUs, running or not
 */
public record LocalGpus(PciTree tree, List<Owner> owners) {
    public LocalGpus {
        owners = List.copyOf(owners);
    }

    /**
     * A machine of ours.
     *
     * @param node whose
     * @param gpus the addresses that were chosen for it
     * @param pid of its QEMU, if it runs
     */
    public record Owner(NodeId node, List<String> gpus, Optional<Long> pid) {
        public Owner {
            gpus = List.copyOf(gpus);
        }
    }

    /** All there are; of those that are no use now, why. */
    public List<Gpu> list() {
        return list(Optional.empty());
    }

    /** The same, for one machine: what it has itself is not in its way. */
    private List<Gpu> list(Optional<NodeId> self) {
        List<PciDevice> all = tree.devices();
        return all.stream()
                .filter(PciDevice::isGpu)
                .map(device -> gpu(all, device, self))
                .toList();
    }

    private Gpu gpu(List<PciDevice> all, PciDevice device, Optional<NodeId> self) {
        Map<Long, String> users = new HashMap<>();
        Set<Long> own = new HashSet<>();
        Optional<NodeId> usedBy = Optional.empty();
        for (Owner owner : owners) {
            if (self.equals(Optional.of(owner.node()))) {
                owner.pid().ifPresent(own::add);
            } else if (owner.gpus().contains(device.address()) && owner.pid().isPresent()) {
                usedBy = Optional.of(owner.node());
                users.put(owner.pid().get(), owner.node().toString());
            }
        }
        return new Gpu(
                device.address(),
                device.vendorId(),
                device.deviceId(),
                tree.name(device).orElse("GPU " + device.kind()),
                device.group(),
                device.driver(),
                usedBy,
                GpuChecks.of(tree, all, device, users, own));
    }

    /**
     * What is chosen for a machine.
     *
     * @param addresses one for each choice, if all could be met
     * @param problems why they could not
     */
    public record Chosen(List<String> addresses, List<Finding> problems) {
        public Chosen {
            addresses = List.copyOf(addresses);
            problems = List.copyOf(problems);
        }
    }

    /** A GPU for each choice; those that no other machine was given come first. */
    public Chosen choose(List<GpuChoice> choices, NodeId node) {
        List<Gpu> left = new ArrayList<>(list(Optional.of(node)));
        left.sort((a, b) -> Boolean.compare(isGiven(a, node), isGiven(b, node)));
        List<String> addresses = new ArrayList<>();
        List<Finding> problems = new ArrayList<>();
        List<GpuChoice> namedFirst = new ArrayList<>(choices);
        namedFirst.sort((a, b) -> Boolean.compare(a instanceof GpuChoice.Any, b instanceof GpuChoice.Any));
        for (GpuChoice choice : namedFirst) {
            Optional<Gpu> free = left.stream()
                    .filter(gpu -> choice.fits(gpu) && gpu.usable())
                    .findFirst();
            free.ifPresentOrElse(
                    gpu -> {
                        left.remove(gpu);
                        addresses.add(gpu.address());
                    },
                    () -> problems.addAll(reasons(choice, left, addresses.size() + left.size())));
        }
        return new Chosen(addresses, problems);
    }

    /** Whether these can be chosen for a machine now, or all that is in the way and what to do. */
    public Support support(List<GpuChoice> choices, NodeId node) {
        List<Finding> problems = choose(choices, node).problems();
        return problems.isEmpty()
                ? Support.yes()
                : Support.no(problems.stream()
                        .map(p -> p.message() + " (" + p.remedy() + ")")
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }

    /** What has come in the way of a machine that was given these. */
    public List<Finding> problems(List<String> addresses, NodeId node) {
        List<Gpu> present = list(Optional.of(node));
        List<Finding> problems = new ArrayList<>();
        for (String address : addresses) {
            present.stream()
                    .filter(gpu -> gpu.address().equals(address))
                    .findFirst()
                    .ifPresentOrElse(
                            gpu -> problems.addAll(gpu.findings().stream()
                                    .filter(Finding::isError)
                                    .toList()),
                            () -> problems.add(absent("there is no GPU " + address + " any more")));
        }
        return problems;
    }

    /** The functions to pass through for this GPU, the GPU itself first. */
    public List<String> functions(String address) {
        List<PciDevice> all = tree.devices();
        return all.stream()
                .filter(d -> d.address().equals(address))
                .findFirst()
                .map(gpu -> GpuChecks.functions(all, gpu).stream()
                        .map(PciDevice::address)
                        .toList())
                .orElse(List.of(address));
    }

    /** The memory in MiB that a machine with a GPU may have here. */
    public long lockableMiB() {
        return tree.lockableMiB();
    }

    private boolean isGiven(Gpu gpu, NodeId node) {
        return owners.stream().anyMatch(o -> !o.node().equals(node) && o.gpus().contains(gpu.address()));
    }

    private static List<Finding> reasons(GpuChoice choice, List<Gpu> left, int present) {
        List<Finding> reasons = left.stream()
                .filter(choice::fits)
                .flatMap(gpu -> gpu.findings().stream())
                .filter(Finding::isError)
                .toList();
        return reasons.isEmpty()
                ? List.of(absent("this computer has no GPU" + (choice instanceof GpuChoice.Any ? "" : " " + choice)
                        + (present > 0 ? " left" : "")))
                : reasons;
    }

    private static Finding absent(String message) {
        return Finding.error("gpu.absent", message, "look with 'vivarium gpus'");
    }
}
