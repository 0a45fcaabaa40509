package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.proxmox.api.GuestConfig;
import dev.vivarium.proxmox.api.Params;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a machine is made of, in the cluster's words. */
final class MachineConfig {
    private final ProxmoxSettings settings;
    private final Mark mark;

    MachineConfig(ProxmoxSettings settings, Mark mark) {
        this.settings = settings;
        this.mark = mark;
    }

    /** All but the disk. */
    Params params(MachineSpec spec, Map<Integer, String> media) {
        Params params = mark.params(spec.node(), spec.name())
                .with("ostype", "l26")
                .with("cores", spec.cores())
                .with("memory", spec.memoryMiB())
                .with("cpu", settings.cpu())
                .with("scsihw", "virtio-scsi-single")
                .with("net0", Network.card(spec, settings))
                .with("serial0", "socket")
                .with("agent", "enabled=1")
                .with("boot", "order=" + Disk.KEY)
                .with("onboot", settings.autostart());
        for (int slot = 0; slot < spec.drives(); slot++) {
            params = params.with(Drives.key(slot), Drives.value(Optional.ofNullable(media.get(slot))));
        }
        return params;
    }

    /**
     * What a machine with GPUs is beside that: PCI Express, firmware that knows large memory windows, without Secure Boot's keys,
     * as these block drivers that nobody signed, and all of its memory, as a device reaches into it.
     */
    Params devices(List<String> mappings, Place place, boolean onFiles) {
        if (mappings.isEmpty()) {
            return Params.none();
        }
        Params params = Params.none()
                .with("machine", "q35")
                .with("bios", "ovmf")
                .with(
                        "efidisk0",
                        place.storage() + ":1,efitype=4m,pre-enrolled-keys=0" + (onFiles ? ",format=qcow2" : ""))
                .with("balloon", 0);
        return params.and(passed(mappings));
    }

    /** The devices themselves. */
    static Params passed(List<String> mappings) {
        Params params = Params.none();
        for (int i = 0; i < mappings.size(); i++) {
            params = params.with("hostpci" + i, "mapping=" + mappings.get(i) + ",pcie=1");
        }
        return params;
    }

    /** Whether a machine is what is asked for. */
    static boolean answers(GuestConfig config, MachineSpec spec) {
        return config.value("cores").equals(Optional.of(Integer.toString(spec.cores())))
                && config.value("memory").equals(Optional.of(Long.toString(spec.memoryMiB())))
                && Network.mac(config).equals(spec.mac())
                && Drives.count(config) == spec.drives()
                && config.values().keySet().stream()
                                .filter(key -> key.matches("hostpci\\d+"))
                                .count()
                        == spec.gpus().size();
    }
}
