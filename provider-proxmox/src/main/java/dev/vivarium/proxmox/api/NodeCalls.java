package dev.vivarium.proxmox.api;

import java.util.List;

/** One node: what it has. */
public final class NodeCalls {
    private final Wire wire;
    private final String node;

    NodeCalls(Wire wire, String node) {
        this.wire = wire;
        this.node = node;
    }

    /** Processors, memory, the root disk. */
    public NodeStatus status() {
        return NodeStatus.read(Fields.of(wire.ask(PveCall.get(Params.none(), "nodes", node, "status"))));
    }

    /** The storages that this node can use; those switched off are among them. */
    public List<StorageStatus> storages() {
        return Fields.listOf(wire.ask(PveCall.get(Params.none(), "nodes", node, "storage"))).stream()
                .map(StorageStatus::read)
                .toList();
    }

    /** The bridges, those of software-defined networks included. */
    public List<Bridge> bridges() {
        Params kind = Params.none().with("type", "any_bridge");
        return Fields.listOf(wire.ask(PveCall.get(kind, "nodes", node, "network"))).stream()
                .map(Bridge::read)
                .toList();
    }

    /** All PCI devices, also those that lists usually leave out as uninteresting: they may share a GPU's IOMMU group. */
    public List<PciDevice> pciDevices() {
        Params all = Params.none().with("pci-class-blacklist", "");
        return Fields.listOf(wire.ask(PveCall.get(all, "nodes", node, "hardware", "pci"))).stream()
                .map(PciDevice::read)
                .toList();
    }
}
