package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Making containers, and where one is reached. The rest is as with virtual machines. */
public final class ContainerCalls {
    private final Cluster cluster;
    private final CreateCalls creation;
    private final Power power;

    public ContainerCalls(Cluster cluster, CreateCalls creation, Power power) {
        this.cluster = cluster;
        this.creation = creation;
        this.power = power;
    }

    public void register(Routes routes) {
        routes.on("POST /nodes/{node}/lxc", this::create)
                .on("GET /nodes/{node}/lxc/{vmid}/interfaces", this::interfaces);
    }

    private JsonNode create(Ask ask) {
        CreateCalls.mayAllocate(ask);
        Map<String, String> options = ConfigRules.options(ask);
        options.replaceAll((key, line) -> key.matches("net[0-9]+") ? ask.text(key) : line);
        onlyRoot(ask, options);
        String template = ask.text("ostemplate");
        Storage rootfs = cluster.storage(ask.node(), rootfs(ask).storage());
        ask.caller().rights().require("/storage/" + rootfs.id(), "Datastore.AllocateSpace");
        if (!rootfs.contents().contains("rootdir")) {
            throw Refusal.of("storage '" + rootfs.id() + "' does not support container directories");
        } else if (cluster.volume(ask.node(), template).isEmpty()) {
            throw Refusal.of("volume '" + template + "' does not exist");
        }
        Vm vm = creation.reserve(ask, true);
        return Json.text(cluster.tasks()
                .start(ask.node(), "vzcreate", ask.text("vmid"), ask.caller(), task -> {
                    make(vm, ask, options, rootfs, task);
                    if (ask.flag("start")) {
                        cluster.tasks()
                                .start(ask.node(), "vzstart", ask.text("vmid"), ask.caller(), s -> power.start(vm, s));
                    }
                })
                .upid());
    }

    private static Drive rootfs(Ask ask) {
        return Drive.parse(ask.or("rootfs", ask.or("storage", "local") + ":4"));
    }

    private static void onlyRoot(Ask ask, Map<String, String> options) {
        if (ask.caller().isRoot()) {
            return;
        }
        String features = options.getOrDefault("features", "");
        if (!features.isEmpty() && !features.matches("nesting=[01]")) {
            throw Refusal.of(
                    403,
                    "Permission check failed (changing feature flags (except nesting) is only allowed for root@pam)");
        } else if (!features.isEmpty() && !ask.flag("unprivileged")) {
            throw Refusal.of(
                    403,
                    "Permission check failed (changing feature flags for privileged container is only allowed for root@pam)");
        }
        options.forEach((key, line) -> {
            if (key.matches("mp[0-9]+") && line.startsWith("/")) {
                throw Refusal.of(403, "Permission check failed (mount point type bind is only allowed for root@pam)");
            } else if (key.matches("dev[0-9]+")) {
                throw Refusal.of("only root can set '" + key + "' config");
            }
        });
    }

    private void make(Vm vm, Ask ask, Map<String, String> options, Storage storage, Task task) {
        List<Volume> made = new ArrayList<>();
        try {
            cluster.tasks().work(task);
            Map<String, String> config = new TreeMap<>(options);
            for (String key : options.keySet()) {
                if (key.matches("mp[0-9]+") && !options.get(key).startsWith("/")) {
                    config.put(key, disk(vm, Drive.parse(options.get(key)), task, made));
                }
            }
            config.put("rootfs", disk(vm, rootfs(ask), task, made));
            task.log("extracting archive '" + ask.text("ostemplate") + "'");
            synchronized (cluster) {
                config.putIfAbsent("hostname", "CT" + vm.id());
                config.putIfAbsent("arch", "amd64");
                config.putIfAbsent("memory", "512");
                config.putIfAbsent("swap", "512");
                config.putIfAbsent("ostype", "ubuntu");
                vm.config.putAll(config);
                vm.lock = Optional.empty();
            }
        } catch (Refusal e) {
            creation.undo(vm, made);
            throw Refusal.of("unable to create CT " + vm.id() + " - " + e.reason());
        }
    }

    private String disk(Vm vm, Drive wish, Task task, List<Volume> made) {
        Storage storage = cluster.storage(vm.node(), wish.storage());
        long size = (long) (Double.parseDouble(wish.rest()) * (1L << 30));
        Volume volume;
        synchronized (cluster) {
            if (size > storage.free()) {
                throw Refusal.of("unable to create image: No space left on device");
            }
            volume = storage.allocate(vm.id(), "disk", "raw", size, Optional.empty());
        }
        made.add(volume);
        task.log("Creating filesystem with 1048576 4k blocks");
        return wish.of(volume.id(), Optional.of(size));
    }

    private JsonNode interfaces(Ask ask) {
        Vm vm = cluster.vm(ask.node(), true, ask.vmid());
        if (!vm.running) {
            return Json.nothing();
        }
        return Json.array()
                .add(Json.object()
                        .put("name", "lo")
                        .put("hwaddr", "00:00:00:00:00:00")
                        .put("inet", "127.0.0.1/8"))
                .add(Json.object()
                        .put("name", "eth0")
                        .put("hwaddr", "bc:24:11:00:00:01")
                        .put("inet", "127.0.0.1/24"));
    }
}
