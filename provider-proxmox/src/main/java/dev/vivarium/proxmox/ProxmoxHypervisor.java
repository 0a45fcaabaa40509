package dev.vivarium.proxmox;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.HostResources;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.Capacity;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.NodeSummary;
import dev.vivarium.proxmox.api.PveVersion;
import dev.vivarium.proxmox.machine.Abilities;
import dev.vivarium.proxmox.machine.Cloner;
import dev.vivarium.proxmox.machine.MachineLife;
import dev.vivarium.proxmox.machine.Preflight;
import dev.vivarium.proxmox.machine.Site;
import dev.vivarium.proxmox.snapshot.ProxmoxSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of one cluster. */
class ProxmoxHypervisor implements Hypervisor {
    private static final long MIB = 1 << 20;

    private final Site site;
    private final MachineLife machines;
    private final ProxmoxSnapshots snapshots;
    private final Cloning cloning;
    private final PveVersion version;

    ProxmoxHypervisor(Site site) {
        this.site = site;
        this.version = site.version();
        this.machines = new MachineLife(site);
        this.snapshots = new ProxmoxSnapshots(site);
        this.cloning = new Cloner(site);
    }

    @Override
    public HypervisorInfo info() {
        List<NodeSummary> nodes = site.pve().cluster().nodes();
        return new HypervisorInfo(
                site.settings().name(),
                "proxmox",
                version.text(),
                Map.of(
                        "address", site.settings().api().endpoints().get(0).toString(),
                        "nodes",
                                String.join(
                                        ", ",
                                        nodes.stream()
                                                .map(NodeSummary::name)
                                                .sorted()
                                                .toList())));
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        return switch (capability) {
            case SNAPSHOT_LIVE -> spec.gpus().isEmpty() ? Support.yes() : ProxmoxSnapshots.NOT_LIVE;
            case SNAPSHOT_FROZEN -> snapshots.frozen(spec.node());
            case GPU_PASSTHROUGH ->
                site.gpus().support(spec.gpus().isEmpty() ? List.of(new GpuChoice.Any()) : spec.gpus(), spec.node());
            default -> Abilities.of(capability);
        };
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        return new Preflight(site).check(spec);
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        return machines.create(spec, work);
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        return site.machines().find(node).map(site.machines()::look);
    }

    @Override
    public List<Machine> machines() {
        return site.machines().all().stream().map(site.machines()::look).toList();
    }

    @Override
    public Machine start(Machine machine, Work work) {
        return machines.start(machine.node(), work);
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        return machines.stop(machine.node(), mode, work);
    }

    @Override
    public void delete(Machine machine, Work work) {
        machines.delete(machine.node(), work);
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        return machines.media(machine.node(), wanted, work);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(snapshots);
    }

    @Override
    public Optional<Cloning> cloning() {
        return Optional.of(cloning);
    }

    @Override
    public Optional<Gpus> gpus() {
        return Optional.of(site.gpus());
    }

    @Override
    public Optional<Capacity> capacity() {
        return Optional.of(this::resources);
    }

    private HostResources resources() {
        List<NodeSummary> nodes = site.pve().cluster().nodes().stream()
                .filter(NodeSummary::online)
                .toList();
        return new HostResources(
                Optional.of(nodes.stream().mapToInt(NodeSummary::cores).sum()),
                Optional.of(nodes.stream().mapToLong(NodeSummary::memory).sum() / MIB),
                Optional.of(nodes.stream()
                                .mapToLong(n -> n.memory() - n.memoryUsed())
                                .sum()
                        / MIB),
                Optional.empty());
    }

    @Override
    public void close() {
        site.close();
    }
}
