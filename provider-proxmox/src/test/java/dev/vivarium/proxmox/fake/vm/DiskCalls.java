package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Sizes;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.util.Optional;

/** Disks that grow or move. */
public final class DiskCalls {
    private final Cluster cluster;
    private final Devices devices;

    public DiskCalls(Cluster cluster) {
        this.cluster = cluster;
        devices = new Devices(cluster);
    }

    public void register(Routes routes) {
        routes.on("PUT /nodes/{node}/qemu/{vmid}/resize", ask -> resize(ask, false))
                .on("PUT /nodes/{node}/lxc/{vmid}/resize", ask -> resize(ask, true))
                .on("POST /nodes/{node}/qemu/{vmid}/move_disk", this::move);
    }

    private JsonNode resize(Ask ask, boolean container) {
        Vm vm = cluster.vm(ask.node(), container, ask.vmid());
        return Json.text(cluster.tasks()
                .start(ask.node(), "resize", ask.text("vmid"), ask.caller(), task -> {
                    cluster.unlocked(vm);
                    cluster.tasks().work(task);
                    synchronized (cluster) {
                        grow(vm, ask.text("disk"), ask.text("size"), task);
                    }
                })
                .upid());
    }

    private void grow(Vm vm, String disk, String size, Task task) {
        String line = vm.config.get(disk);
        if (line == null) {
            throw Refusal.of("disk '" + disk + "' does not exist");
        }
        Drive drive = Drive.parse(line);
        Volume volume = cluster.volume(vm.node(), drive.file()).orElseThrow();
        long wanted = size.startsWith("+") ? volume.size() + Sizes.parse(size.substring(1)) : Sizes.parse(size);
        if (wanted < volume.size()) {
            throw Refusal.of("shrinking disks is not supported");
        }
        volume.resize(wanted);
        vm.config.put(disk, drive.of(volume.id(), Optional.of(wanted)));
        if (!vm.running) {
            task.log("Image resized.");
        }
    }

    private JsonNode move(Ask ask) {
        Vm vm = cluster.vm(ask.node(), false, ask.vmid());
        String key = ask.text("disk");
        return Json.text(cluster.tasks()
                .start(ask.node(), "qmmove", ask.text("vmid"), ask.caller(), task -> move(ask, vm, key, task))
                .upid());
    }

    private void move(Ask ask, Vm vm, String key, Task task) {
        Drive drive = Drive.parse(vm.config.getOrDefault(key, ""));
        Volume from = cluster.volume(vm.node(), drive.file())
                .orElseThrow(() -> Refusal.of("disk '" + key + "' does not exist"));
        Storage to = cluster.storage(vm.node(), ask.text("storage"));
        task.log("copying volume '" + from.id() + "' from current storage '"
                + from.storage().id() + "' to target storage '" + to.id() + "'");
        if (!from.snapshots().isEmpty()) {
            task.log("moving disk with snapshots, snapshots will not be moved!");
        }
        task.log("create full clone of drive " + key + " (" + from.id() + ")");
        Volume copy = devices.copy(to, vm.id(), ask.or("format", to.defaultFormat()), from.size(), task);
        synchronized (cluster) {
            vm.config.put(key, drive.of(copy.id(), Optional.of(copy.size())));
            if (ask.flag("delete")) {
                from.storage().remove(from);
                task.log("removing source volume '" + from.id() + "' after successful copy");
            } else {
                String unused = ConfigCalls.keepUnused(vm, from.id());
                task.log("adding source volume '" + from.id() + "' as '" + unused + "' to config");
            }
        }
    }
}
