package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.proxmox.api.NodeSummary;
import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.api.StorageStatus;
import dev.vivarium.proxmox.gpu.ClusterGpus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses where machines go: what is set is taken, the rest is where most room is. */
final class Places {
    private static final long MIB = 1 << 20;

    private final Pve pve;
    private final ProxmoxSettings settings;
    private final ClusterGpus gpus;

    Places(Pve pve, ProxmoxSettings settings, ClusterGpus gpus) {
        this.gpus = gpus;
        this.pve = pve;
        this.settings = settings;
    }

    /**
     * The best place for such a machine.
     *
     * @throws VivariumException CAPACITY that says for each node what it lacks
     */
    Place choose(MachineSpec spec) {
        StringBuilder why = new StringBuilder();
        for (NodeSummary node : nodes()) {
            Optional<String> problem = problem(node, spec);
            if (problem.isPresent()) {
                why.append(why.length() == 0 ? "" : "; ")
                        .append(node.name())
                        .append(": ")
                        .append(problem.get());
                continue;
            }
            List<StorageStatus> storages = pve.node(node.name()).storages();
            return new Place(
                    node.name(),
                    disks(storages, spec).orElseThrow().name(),
                    files(storages).orElseThrow().name());
        }
        throw new VivariumException(
                Kind.CAPACITY,
                "proxmox.no-place",
                why.length() == 0
                        ? "the cluster has no node"
                                + settings.node().map(n -> " '" + n + "'").orElse("")
                                + " that is online; check the setting 'node', and the token's right Sys.Audit"
                        : "no node has room for this machine: " + why);
    }

    /** Online ones that may be used, the one with the most free memory first. */
    List<NodeSummary> nodes() {
        return pve.cluster().nodes().stream()
                .filter(NodeSummary::online)
                .filter(n -> settings.node().isEmpty() || settings.node().get().equals(n.name()))
                .sorted(Comparator.comparingLong(Places::free).reversed().thenComparing(NodeSummary::name))
                .toList();
    }

    /** What the node lacks for such a machine. */
    Optional<String> problem(NodeSummary node, MachineSpec spec) {
        if (node.memory() > 0 && free(node) < spec.memoryMiB() * MIB) {
            return Optional.of(
                    "it has " + free(node) / MIB + " MiB of memory left, and " + spec.memoryMiB() + " are asked for");
        }
        if (node.cores() > 0 && node.cores() < spec.cores()) {
            return Optional.of("it has " + node.cores() + " processors, and " + spec.cores() + " are asked for");
        }
        if (!spec.gpus().isEmpty()) {
            List<Finding> problems =
                    gpus.choose(node.name(), spec.gpus(), spec.node()).problems();
            if (!problems.isEmpty()) {
                return Optional.of(ClusterGpus.text(problems));
            }
        }
        List<StorageStatus> storages = pve.node(node.name()).storages();
        if (disks(storages, spec).isEmpty()) {
            return Optional.of(settings.storage()
                    .map(s -> "its storage '" + s + "' cannot be used for disks, or lacks " + spec.diskMiB() + " MiB")
                    .orElse("no storage with content 'images' has " + spec.diskMiB() + " MiB left"));
        }
        return files(storages).isPresent()
                ? Optional.empty()
                : Optional.of(settings.files()
                                .map(s -> "its storage '" + s + "' does not take")
                                .orElse("no storage takes")
                        + " content 'iso' and 'import'; allow it: pvesm set STORAGE --content iso,import,…");
    }

    private Optional<StorageStatus> disks(List<StorageStatus> storages, MachineSpec spec) {
        return storages.stream()
                .filter(s -> s.enabled() && s.active() && s.content().contains("images"))
                .filter(s ->
                        settings.storage().isEmpty() || settings.storage().get().equals(s.name()))
                .filter(s -> s.available() >= spec.diskMiB() * MIB)
                .max(Comparator.comparingLong(StorageStatus::available));
    }

    private Optional<StorageStatus> files(List<StorageStatus> storages) {
        return storages.stream()
                .filter(s -> s.enabled() && s.active())
                .filter(s -> s.content().contains("iso") && s.content().contains("import"))
                .filter(s ->
                        settings.files().isEmpty() || settings.files().get().equals(s.name()))
                .max(Comparator.comparingLong(StorageStatus::available));
    }

    /** The storage that a node's media are on. */
    Optional<String> filesOn(String node) {
        return files(pve.node(node).storages()).map(StorageStatus::name);
    }

    /** Whether disks on this storage are files, which need a format that knows snapshots. */
    boolean isFiles(String node, String storage) {
        return pve.node(node).storages().stream()
                .filter(s -> s.name().equals(storage))
                .anyMatch(s -> List.of("dir", "nfs", "cifs", "cephfs", "glusterfs", "btrfs")
                        .contains(s.type()));
    }

    private static long free(NodeSummary node) {
        return node.memory() - node.memoryUsed();
    }
}
