package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.proxmox.api.GuestConfig;
import java.util.Optional;

/**
 * A machine of ours as it was found.
 *
 * @param owner whose it is, by its mark
 * @param node of the cluster, where it is
 * @param id of the machine
 * @param config as the next start will have it
 */
public record Found(NodeId owner, String node, int id, GuestConfig config) {

    /** What holds it: {@code create}, {@code snapshot}, {@code backup} … */
    public Optional<String> lock() {
        return config.value("lock");
    }

    /** Whether a device of the node is passed through. */
    public boolean hasDevices() {
        return config.values().keySet().stream().anyMatch(key -> key.matches("hostpci\\d+"));
    }
}
