package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.proxmox.api.AgentInterface;
import dev.vivarium.proxmox.api.GuestConfig;
import dev.vivarium.proxmox.api.GuestStatus;
import dev.vivarium.proxmox.api.GuestType;
import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.gpu.GpuUser;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds machines by their mark, and looks at them. Where a machine is can change: the cluster may have moved it. */
public final class Machines {
    private static final String GONE = "proxmox.machine-missing";

    private final Pve pve;
    private final Mark mark;

    Machines(Pve pve, Mark mark) {
        this.pve = pve;
        this.mark = mark;
    }

    /** The node's machine. */
    public Optional<Found> find(NodeId node) {
        return marked(Optional.of(node)).findFirst();
    }

    /**
     * The node's machine.
     *
     * @throws VivariumException NOT_FOUND if there is none
     */
    public Found get(NodeId node) {
        return find(node)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "proxmox.machine.missing",
                        "node " + node + " has no machine on this cluster; was it removed, or its tags?"));
    }

    /** All of this installation, by id. */
    public List<Found> all() {
        return marked(Optional.empty())
                .sorted(Comparator.comparingInt(Found::id))
                .toList();
    }

    private Stream<Found> marked(Optional<NodeId> wanted) {
        return pve.cluster().guests().stream()
                .filter(guest -> guest.type() == GuestType.QEMU && !guest.template())
                .filter(guest -> mark.node(guest)
                        .filter(node -> wanted.isEmpty() || wanted.get().equals(node))
                        .isPresent())
                .flatMap(guest -> at(guest.node(), guest.id()).stream());
    }

    /** Who is given devices on a node: ours and others', as far as they may be seen. */
    List<GpuUser> gpuUsers(String node) {
        return pve.cluster().guests().stream()
                .filter(guest -> guest.type() == GuestType.QEMU && guest.node().equals(node))
                .map(guest -> {
                    GuestConfig config = pve.machines(node).config(guest.id());
                    return GpuUser.of(mark.node(config), node, guest.id(), config);
                })
                .filter(user -> !user.mappings().isEmpty() || !user.addresses().isEmpty())
                .toList();
    }

    /** The machine with this id, if it is ours. */
    Optional<Found> at(String node, int id) {
        try {
            GuestConfig config = pve.machines(node).config(id);
            return mark.node(config).map(owner -> new Found(owner, node, id, config));
        } catch (VivariumException e) {
            if (e.code().equals(GONE)) {
                return Optional.empty(); // removed since the list was made
            }
            throw e;
        }
    }

    /** The same machine, read again. */
    public Found again(Found found) {
        return at(found.node(), found.id()).orElseGet(() -> get(found.owner()));
    }

    /** How it is just now. */
    public GuestStatus status(Found found) {
        return pve.machines(found.node()).status(found.id());
    }

    /** As the engine knows it. */
    public Machine look(Found found) {
        GuestStatus status = status(found);
        Power power = power(status);
        return new Machine(
                found.owner(),
                Integer.toString(found.id()),
                power,
                power == Power.RUNNING ? addresses(found) : List.of(),
                List.of(),
                details(found, status, power));
    }

    /** Where a machine is switched on, or held, or off. */
    public static Power power(GuestStatus status) {
        if (!status.running()) {
            return status.qmp().equals("unknown") ? Power.UNKNOWN : Power.OFF;
        }
        return switch (status.qmp()) {
            case "running" -> Power.RUNNING;
            case "paused", "io-error", "internal-error", "suspended", "prelaunch", "save-vm", "restore-vm" ->
                Power.PAUSED;
            default -> Power.UNKNOWN;
        };
    }

    private static Map<String, String> details(Found found, GuestStatus status, Power power) {
        String id = Integer.toString(found.id());
        return power == Power.PAUSED
                ? Map.of("id", id, "node", found.node(), Machine.PROBLEM, problem(status))
                : Map.of("id", id, "node", found.node());
    }

    private static String problem(GuestStatus status) {
        return status.qmp().equals("io-error")
                ? "QEMU stopped it as its disk could not be written: free space on the storage, then start the node"
                : "QEMU holds it (" + status.qmp() + "): start the node";
    }

    /** By the agent, and of our own card only: a guest may have containers with bridges of theirs. */
    private List<String> addresses(Found found) {
        String card = Network.mac(found.config());
        try {
            return pve.agent(found.node()).interfaces(found.id()).stream()
                    .filter(i -> i.mac().equals(card))
                    .map(AgentInterface::addresses)
                    .flatMap(List::stream)
                    .filter(Machines::leadsThere)
                    .sorted(Comparator.comparing(address -> address.contains(":"))) // IPv4 first
                    .toList();
        } catch (VivariumException e) {
            if (e.code().startsWith("proxmox.agent") || e.kind() == Kind.CONFLICT) {
                return List.of(); // it does not run yet, or is not installed
            }
            throw e;
        }
    }

    /** What a guest says is an address is used as one only if it is written as one. */
    private static boolean leadsThere(String text) {
        if (!text.matches("[0-9a-fA-F:.]{3,45}")) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            return !address.isLinkLocalAddress() && !address.isMulticastAddress() && !address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
