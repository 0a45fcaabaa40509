package dev.vivarium.proxmox.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;

/** What concerns all nodes of a cluster. */
public final class ClusterCalls {
    private final Wire wire;

    ClusterCalls(Wire wire) {
        this.wire = wire;
    }

    /** A free id, just now: nothing is reserved, and whoever asks at the same time gets the same one. */
    public int nextId() {
        return Integer.parseInt(Fields.plain(wire.ask(PveCall.get(Params.none(), "cluster", "nextid")))
                .filter(text -> text.matches("\\d{1,9}"))
                .orElseThrow(() -> Fields.answer("Proxmox VE's next id is no number")));
    }

    /** Whether no guest has this id, just now. */
    public boolean free(int id) {
        try {
            wire.ask(PveCall.get(Params.none().with("vmid", id), "cluster", "nextid"));
            return true;
        } catch (VivariumException e) {
            if (e.kind() == Kind.CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** The nodes. */
    public List<NodeSummary> nodes() {
        return Fields.listOf(wire.ask(PveCall.get(Params.none(), "nodes"))).stream()
                .map(NodeSummary::read)
                .toList();
    }

    /** The guests that the one who asks may see, on all nodes. */
    public List<GuestSummary> guests() {
        return Fields.listOf(wire.ask(PveCall.get(Params.none().with("type", "vm"), "cluster", "resources"))).stream()
                .map(GuestSummary::read)
                .toList();
    }

    /** The mappings of PCI devices. */
    public List<PciMapping> pciMappings() {
        return pciMappings(Params.none());
    }

    /** The same, and what is wrong with them on this node. */
    public List<PciMapping> pciMappings(String checkedOnNode) {
        return pciMappings(Params.none().with("check-node", checkedOnNode));
    }

    private List<PciMapping> pciMappings(Params which) {
        return Fields.listOf(wire.ask(PveCall.get(which, "cluster", "mapping", "pci"))).stream()
                .map(PciMapping::read)
                .toList();
    }
}
