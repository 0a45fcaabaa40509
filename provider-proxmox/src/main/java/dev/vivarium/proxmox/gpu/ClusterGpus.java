package dev.vivarium.proxmox.gpu;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.proxmox.api.NodeSummary;
import dev.vivarium.proxmox.api.PciDevice;
import dev.vivarium.proxmox.api.PciMapping;
import dev.vivarium.proxmox.api.Pve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The GPUs of a cluster's nodes. A machine gets one by a resource mapping, as a token may not name devices by their addresses;
 * one of ours is named {@code NODE/ADDRESS}, such as {@code pve1/0000:01:00.0}.
 */
public final class ClusterGpus implements Gpus {
    private static final String DISPLAY = "03";
    private static final String RIGHT = "Mapping.Use";

    private final Pve pve;
    private final Function<String, List<GpuUser>> users;

    /** @param users of devices, on a node of this name */
    public ClusterGpus(Pve pve, Function<String, List<GpuUser>> users) {
        this.pve = pve;
        this.users = users;
    }

    /** One that could be given, and by which mapping. */
    private record Candidate(Gpu gpu, Optional<String> mapping) {}

    /**
     * What a machine gets.
     *
     * @param mappings one for each choice, if all could be met
     * @param problems why they could not
     */
    public record Chosen(List<String> mappings, List<Finding> problems) {
        public Chosen {
            mappings = List.copyOf(mappings);
            problems = List.copyOf(problems);
        }
    }

    @Override
    public List<Gpu> list() {
        return nodes().stream()
                .flatMap(node -> on(node, Optional.empty()).stream())
                .map(Candidate::gpu)
                .toList();
    }

    /** A GPU of this node for each choice; those that the machine of this one has are not in its way. */
    public Chosen choose(String node, List<GpuChoice> choices, NodeId self) {
        if (choices.isEmpty()) {
            return new Chosen(List.of(), List.of()); // devices are not listed for whoever has no right to
        }
        List<Candidate> left = new ArrayList<>(on(node, Optional.of(self)));
        List<String> mappings = new ArrayList<>();
        List<Finding> problems = new ArrayList<>();
        for (GpuChoice choice : choices) {
            Optional<Candidate> free = left.stream()
                    .filter(c -> choice.fits(c.gpu()) && c.gpu().usable())
                    .findFirst();
            free.ifPresent(c -> {
                left.remove(c);
                mappings.add(c.mapping().orElseThrow());
            });
            if (free.isEmpty()) {
                problems.addAll(reasons(node, choice, left));
            }
        }
        return new Chosen(mappings, problems);
    }

    /** Whether some node can give these to a machine now, or all that is in the way. */
    public Support support(List<GpuChoice> choices, NodeId self) {
        List<Finding> problems = new ArrayList<>();
        for (String node : nodes()) {
            Chosen chosen = choose(node, choices, self);
            if (chosen.problems().isEmpty()) {
                return Support.yes();
            }
            problems.addAll(chosen.problems());
        }
        return Support.no(text(problems));
    }

    /** What is in the way of a machine that was given these. */
    public List<Finding> problems(GpuUser machine) {
        if (machine.mappings().isEmpty()) {
            return List.of();
        }
        List<Candidate> all = on(machine.node(), machine.owner());
        List<Finding> problems = new ArrayList<>();
        for (String mapping : machine.mappings()) {
            List<Gpu> behind = all.stream()
                    .filter(c -> c.mapping().equals(Optional.of(mapping)))
                    .map(Candidate::gpu)
                    .toList();
            if (behind.isEmpty()) {
                problems.add(Finding.error(
                        "gpu.absent",
                        "the mapping '" + mapping + "' leads to no GPU of node '" + machine.node() + "' any more",
                        "look with 'vivarium gpus'"));
            } else if (behind.stream().noneMatch(Gpu::usable)) {
                behind.forEach(
                        gpu -> gpu.findings().stream().filter(Finding::isError).forEach(problems::add));
            }
        }
        return problems;
    }

    /** Findings as one sentence. */
    public static String text(List<Finding> problems) {
        return problems.isEmpty()
                ? "the cluster has no node that is online"
                : problems.stream()
                        .map(p -> p.message() + " (" + p.remedy() + ")")
                        .distinct()
                        .collect(Collectors.joining("; "));
    }

    private List<String> nodes() {
        return pve.cluster().nodes().stream()
                .filter(NodeSummary::online)
                .map(NodeSummary::name)
                .sorted()
                .toList();
    }

    private List<Candidate> on(String node, Optional<NodeId> self) {
        List<PciDevice> all = pve.node(node).pciDevices();
        List<PciDevice> gpus =
                all.stream().filter(d -> d.classCode().startsWith(DISPLAY)).toList();
        if (gpus.isEmpty()) {
            return List.of();
        }
        List<PciMapping> mappings = pve.cluster().pciMappings(node);
        List<GpuUser> others = users.apply(node).stream()
                .filter(user -> self.isEmpty() || !user.owner().equals(self))
                .toList();
        return gpus.stream()
                .map(gpu -> candidate(node, gpu, all, mappings, others))
                .toList();
    }

    private Candidate candidate(
            String node, PciDevice gpu, List<PciDevice> all, List<PciMapping> mappings, List<GpuUser> others) {
        Optional<PciMapping> mapping =
                mappings.stream().filter(m -> names(m, node, gpu)).findFirst();
        Optional<GpuUser> user = others.stream()
                .filter(u -> u.addresses().stream().anyMatch(gpu.address()::startsWith)
                        || mapping.filter(m -> u.mappings().contains(m.id())).isPresent())
                .findFirst();
        boolean mayUse = mapping.isEmpty()
                || pve.access().privileges("/mapping/pci/" + mapping.get().id()).contains(RIGHT);
        Gpu seen = new Gpu(
                node + "/" + gpu.address(),
                gpu.vendor(),
                gpu.device(),
                (gpu.vendorName() + " " + gpu.deviceName()).strip(),
                gpu.iommuGroup().isPresent()
                        ? Optional.of(Integer.toString(gpu.iommuGroup().getAsInt()))
                        : Optional.empty(),
                Optional.empty(),
                user.flatMap(GpuUser::owner),
                GpuFindings.of(node, gpu, all, mapping, mayUse, user));
        return new Candidate(seen, mapping.map(PciMapping::id));
    }

    private static boolean names(PciMapping mapping, String node, PciDevice gpu) {
        return mapping.devices().stream()
                .filter(d -> d.node().equals(node))
                .anyMatch(d -> d.path().equals(gpu.address()) || d.path().equals(GpuFindings.slot(gpu.address())));
    }

    private static List<Finding> reasons(String node, GpuChoice choice, List<Candidate> left) {
        List<Finding> reasons = left.stream()
                .map(Candidate::gpu)
                .filter(choice::fits)
                .flatMap(gpu -> gpu.findings().stream())
                .filter(Finding::isError)
                .toList();
        return reasons.isEmpty()
                ? List.of(Finding.error(
                        "gpu.absent",
                        "node '" + node + "' has no GPU" + (choice instanceof GpuChoice.Any ? "" : " " + choice)
                                + " left",
                        "look with 'vivarium gpus'"))
                : reasons;
    }
}
