package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.Support;
import java.util.ArrayList;
import java.util.List;

/** What machines cannot have here, and why. */
public final class Abilities {
    private Abilities() {}

    /** For what depends neither on a machine that is there already nor on the GPUs that are free just now. */
    public static Support of(Capability capability) {
        return switch (capability) {
            case SNAPSHOT_LIVE,
                    SNAPSHOT_FROZEN,
                    SNAPSHOT_STOPPED,
                    SNAPSHOT_CRASH,
                    ROLLBACK_ANY,
                    CLONE_FULL,
                    GPU_PASSTHROUGH -> Support.yes();
            case CONSOLE ->
                Support.no(
                        "Proxmox VE keeps nothing of what a guest writes to its serial console; watch it with 'qm terminal ID'");
            case PORT_FORWARD ->
                Support.no("a machine has an address of its own here, and its ports are reached there");
            case ISOLATED_NETWORK ->
                Support.no("a machine is on a bridge with others here; for a node without a way out"
                        + " name a bridge that has none in the setting 'bridge'");
            case TEMPLATE ->
                Support.no("machines are made from disk images here; name one, such as ubuntu-22.04 or file:PATH");
            case LIMIT_CPU, LIMIT_MEMORY ->
                Support.no("this release sets no limits on machines of Proxmox VE; 'qm set ID --cpulimit' does");
            case USAGE ->
                Support.no("this release does not ask Proxmox VE what a machine takes; its own pages show it");
            case CLONE_LINKED ->
                Support.no("Proxmox VE makes linked clones of templates only, and a node is none; make a full clone");
        };
    }

    /** What this machine would need and cannot have. */
    static List<Capability> lacking(MachineSpec spec) {
        List<Capability> needed = new ArrayList<>();
        if (spec.disk() instanceof DiskSource.Template) {
            needed.add(Capability.TEMPLATE);
        }
        if (spec.network() == NetworkMode.ISOLATED) {
            needed.add(Capability.ISOLATED_NETWORK);
        }
        return needed.stream().filter(c -> !of(c).isYes()).toList();
    }
}
