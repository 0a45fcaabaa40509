package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Making virtual machines, and removing them. */
public final class CreateCalls {
    private final Cluster cluster;
    private final Devices devices;
    private final Power power;

    public CreateCalls(Cluster cluster, Power power) {
        this.cluster = cluster;
        this.power = power;
        devices = new Devices(cluster);
    }

    public void register(Routes routes) {
        routes.on("POST /nodes/{node}/qemu", this::create)
                .on("DELETE /nodes/{node}/qemu/{vmid}", ask -> destroy(ask, false))
                .on("DELETE /nodes/{node}/lxc/{vmid}", ask -> destroy(ask, true));
    }

    private JsonNode create(Ask ask) {
        Map<String, String> options = ConfigRules.options(ask);
        ConfigRules.checkSshKeys(ask);
        mayAllocate(ask);
        if (ask.find("archive").isPresent()) {
            throw Refusal.of("this fake restores no backups");
        }
        ConfigRules.checkRights(cluster, ask.node(), ask.caller(), ask.vmid(), options, ask.or("pool", ""));
        Vm vm = reserve(ask, false);
        Task task = cluster.tasks().start(ask.node(), "qmcreate", ask.text("vmid"), ask.caller(), t -> {
            make(vm, options, t);
            if (ask.flag("start")) {
                t.log("Execute autostart");
                cluster.tasks().start(ask.node(), "qmstart", ask.text("vmid"), ask.caller(), s -> power.start(vm, s));
            }
        });
        return Json.text(task.upid());
    }

    static void mayAllocate(Ask ask) {
        boolean byPool =
                ask.find("pool").isPresent() && ask.caller().rights().has("/pool/" + ask.text("pool"), "VM.Allocate");
        if (!byPool) {
            ask.caller().rights().require("/vms/" + ask.vmid(), "VM.Allocate");
        }
    }

    /** Takes the id: from now on nobody else gets it. */
    Vm reserve(Ask ask, boolean container) {
        synchronized (cluster) {
            Optional<Vm> taken = cluster.find(ask.vmid());
            if (taken.isPresent()) {
                String kind = container ? "CT " : "VM ";
                throw Refusal.of("unable to create " + kind + ask.vmid() + " - "
                        + (taken.get().isContainer() ? "CT " : "VM ") + ask.vmid() + " already exists on node '"
                        + taken.get().node() + "'");
            }
            Vm vm = cluster.define(ask.vmid(), ask.node(), container);
            vm.lock = Optional.of("create");
            ask.find("pool")
                    .ifPresent(pool -> cluster.pools
                            .computeIfAbsent(pool, p -> new TreeSet<>())
                            .add(ask.vmid()));
            return vm;
        }
    }

    private void make(Vm vm, Map<String, String> options, Task task) {
        List<Volume> made = new ArrayList<>();
        try {
            cluster.tasks().work(task);
            Map<String, String> wished = new TreeMap<>(options);
            wished.keySet().removeIf(key -> !Drive.isKey(key));
            Map<String, String> lines = devices.drives(vm, wished, task, made);
            synchronized (cluster) {
                vm.config.putAll(options);
                vm.config.putAll(lines);
                vm.config.putIfAbsent("boot", Devices.bootOrder(vm.config));
                vm.config.putIfAbsent("smbios1", "uuid=" + UUID.randomUUID());
                vm.config.putIfAbsent("vmgenid", UUID.randomUUID().toString());
                vm.config.put(
                        "meta",
                        "creation-qemu=10.2.2,ctime="
                                + cluster.clock().instant().getEpochSecond());
                vm.lock = Optional.empty();
            }
        } catch (Refusal e) {
            undo(vm, made);
            throw Refusal.of("unable to create VM " + vm.id() + " - " + e.reason());
        }
    }

    void undo(Vm vm, List<Volume> made) {
        synchronized (cluster) {
            cluster.forget(vm);
            if (!cluster.leavesVolumes) {
                made.forEach(volume -> volume.storage().remove(volume));
            }
        }
    }

    private JsonNode destroy(Ask ask, boolean container) {
        Vm vm = cluster.vm(ask.node(), container, ask.vmid());
        synchronized (cluster) {
            if ("1".equals(vm.config.get("protection"))) {
                throw Refusal.of(
                        "can't remove " + (container ? "CT " : "VM ") + vm.id() + " - protection mode enabled");
            } else if (vm.running && !(container && ask.flag("force"))) {
                throw Refusal.of(
                        container
                                ? "unable to destroy CT " + vm.id() + " - container is running"
                                : "VM " + vm.id() + " is running - destroy failed");
            } else if (cluster.ha.containsKey(vm.id()) && !ask.flag("purge")) {
                throw Refusal.of(
                        "unable to remove VM " + vm.id() + " - used in HA resources and purge parameter not set.");
            }
        }
        String type = container ? "vzdestroy" : "qmdestroy";
        return Json.text(cluster.tasks()
                .start(
                        ask.node(),
                        type,
                        ask.text("vmid"),
                        ask.caller(),
                        task -> cluster.holding(vm, task, () -> {
                            cluster.unlocked(vm);
                            cluster.tasks().work(task);
                            remove(vm, ask, task);
                        }))
                .upid());
    }

    private void remove(Vm vm, Ask ask, Task task) {
        synchronized (cluster) {
            List<Volume> own = ownVolumes(vm, ask.flag("destroy-unreferenced-disks"));
            for (Volume volume : own) {
                if (isBase(volume)) {
                    throw Refusal.of("base volume '" + volume.id() + "' is still in use by linked cloned");
                }
            }
            power.cut(vm);
            own.forEach(volume -> volume.storage().remove(volume));
            cluster.forget(vm);
            if (ask.flag("purge")) {
                cluster.ha.remove(vm.id());
                task.log("purging " + (vm.isContainer() ? "CT " : "VM ") + vm.id() + " from related configurations..");
            }
        }
    }

    /** Those in its configuration, in its snapshots, and those that only bear its number if they are wanted as well. */
    private List<Volume> ownVolumes(Vm vm, boolean unreferenced) {
        List<Volume> own = new ArrayList<>();
        List<Map<String, String>> configs = new ArrayList<>(List.of(vm.config));
        vm.snapshots.values().forEach(snapshot -> {
            configs.add(snapshot.config);
            snapshot.state.ifPresent(own::add);
        });
        cluster.storagesOf(vm.node()).stream()
                .flatMap(s -> s.volumes().stream())
                .filter(v -> v.vmid() == vm.id())
                .forEach(volume -> {
                    boolean named = configs.stream()
                            .anyMatch(config -> config.entrySet().stream()
                                    .anyMatch(e -> Drive.isKey(e.getKey())
                                            && Drive.parse(e.getValue()).file().equals(volume.id())));
                    if (!own.contains(volume) && (named || unreferenced)) {
                        own.add(volume);
                    }
                });
        return own;
    }

    private boolean isBase(Volume base) {
        return cluster.vms().stream()
                .flatMap(vm -> cluster.storagesOf(vm.node()).stream())
                .flatMap(storage -> storage.volumes().stream())
                .anyMatch(volume -> volume.parent().equals(Optional.of(base.name())));
    }
}
