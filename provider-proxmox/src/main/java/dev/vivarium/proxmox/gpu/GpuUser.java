package dev.vivarium.proxmox.gpu;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.proxmox.api.GuestConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A machine that is given devices, whether it runs or not.
 *
 * @param owner the node whose machine it is, if it is one of ours
 * @param node of the cluster, where it is
 * @param id of the machine
 * @param mappings by which it gets its devices
 * @param addresses of those that it gets without a mapping
 */
public record GpuUser(Optional<NodeId> owner, String node, int id, List<String> mappings, List<String> addresses) {
    public GpuUser {
        mappings = List.copyOf(mappings);
        addresses = List.copyOf(addresses);
    }

    /** What a machine's configuration gives it. */
    public static GpuUser of(Optional<NodeId> owner, String node, int id, GuestConfig config) {
        List<String> values = config.values().entrySet().stream()
                .filter(e -> e.getKey().matches("hostpci\\d+"))
                .map(java.util.Map.Entry::getValue)
                .toList();
        return new GpuUser(
                owner,
                node,
                id,
                values.stream().flatMap(v -> option(v, "mapping").stream()).toList(),
                values.stream()
                        .filter(v -> option(v, "mapping").isEmpty())
                        .map(v -> option(v, "host").orElse(v.split(",", 2)[0]))
                        .toList());
    }

    private static Optional<String> option(String value, String name) {
        return Arrays.stream(value.split(",", -1))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst();
    }

    /** How a message names it. */
    String text() {
        return owner.map(o -> "node " + o).orElse("machine " + id);
    }
}
