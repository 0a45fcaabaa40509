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
import dev.vivarium.testkit.guest.GuestState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Clones and templates. */
public final class CloneCalls {
    private final Cluster cluster;
    private final Devices devices;

    public CloneCalls(Cluster cluster) {
        this.cluster = cluster;
        devices = new Devices(cluster);
    }

    public void register(Routes routes) {
        String one = "/nodes/{node}/qemu/{vmid}";
        routes.on("POST " + one + "/clone", this::clone).on("POST " + one + "/template", this::template);
    }

    private Vm vm(Ask ask) {
        return cluster.vm(ask.node(), false, ask.vmid());
    }

    private JsonNode clone(Ask ask) {
        Vm source = vm(ask);
        Vm target;
        boolean full = ask.find("full").map("1"::equals).orElse(!source.isTemplate());
        Map<String, String> config;
        synchronized (cluster) {
            int id = ask.number("newid");
            if (cluster.find(id).isPresent()) {
                throw Refusal.of("unable to create VM " + id + ": config file already exists");
            }
            config = new TreeMap<>(ask.find("snapname")
                    .map(name -> SnapshotCalls.find(source, name).config)
                    .orElse(source.config));
            cluster.unlocked(source);
            if (!full) {
                canBeLinked(source, config);
            }
            target = cluster.define(id, ask.or("target", ask.node()), false);
            target.lock = Optional.of("clone");
            ask.find("pool")
                    .ifPresent(pool -> cluster.pools
                            .computeIfAbsent(pool, p -> new TreeSet<>())
                            .add(id));
        }
        return Json.text(cluster.tasks()
                .start(
                        ask.node(),
                        "qmclone",
                        ask.text("vmid"),
                        ask.caller(),
                        t -> copy(ask, source, target, config, full, t))
                .upid());
    }

    private void canBeLinked(Vm source, Map<String, String> config) {
        SnapshotCalls.disks(cluster, source, config).forEach((key, volume) -> {
            if (!source.isTemplate()) {
                throw Refusal.of("Linked clone feature is not supported for '" + volume.id() + "' (" + key + ")");
            }
        });
    }

    private void copy(Ask ask, Vm source, Vm target, Map<String, String> from, boolean full, Task task) {
        task.log("creating a clone of VM " + source.id() + " with ID " + target.id());
        List<Volume> made = new ArrayList<>();
        Map<String, String> config = new TreeMap<>(from);
        try {
            for (String key : from.keySet()) {
                if (Drive.isKey(key) && !key.startsWith("unused")) {
                    config.put(key, drive(ask, source, target, key, Drive.parse(from.get(key)), full, task, made));
                }
            }
        } catch (Refusal e) {
            synchronized (cluster) {
                cluster.forget(target);
                made.forEach(volume -> volume.storage().remove(volume));
            }
            throw Refusal.of("clone failed: " + e.reason());
        }
        finish(ask, source, target, config);
    }

    private void finish(Ask ask, Vm source, Vm target, Map<String, String> config) {
        synchronized (cluster) {
            config.keySet().removeIf(key -> key.startsWith("unused"));
            config.replaceAll((key, line) ->
                    key.matches("net[0-9]+") ? Devices.card(line.replaceFirst("=[0-9A-Fa-f:]{17}", "")) : line);
            config.remove("template");
            config.put("smbios1", "uuid=" + UUID.randomUUID());
            config.put("vmgenid", UUID.randomUUID().toString());
            ask.find("name").ifPresentOrElse(name -> config.put("name", name), () -> config.remove("name"));
            ask.find("description").ifPresent(text -> config.put("description", text.stripTrailing()));
            target.config.putAll(config);
            GuestState.Image disk = ask.find("snapname")
                    .map(name -> SnapshotCalls.find(source, name).image)
                    .orElseGet(() -> source.guest().capture(false));
            target.guest().restore(new GuestState.Image(disk.files(), Optional.empty()));
            target.lock = Optional.empty();
        }
    }

    private String drive(
            Ask ask, Vm source, Vm target, String key, Drive drive, boolean full, Task task, List<Volume> made) {
        Optional<Volume> volume = drive.isVolume() ? cluster.volume(source.node(), drive.file()) : Optional.empty();
        if (volume.isEmpty() || volume.get().content().equals("iso")) {
            return drive.of(drive.file(), drive.option("size").map(dev.vivarium.proxmox.fake.cluster.Sizes::parse));
        }
        Volume from = volume.get();
        Storage storage = ask.find("storage")
                .map(id -> cluster.storage(target.node(), id))
                .orElse(from.storage());
        Volume copy;
        boolean cloudInit = from.name().contains("cloudinit");
        task.log("create " + (full || cloudInit ? "full" : "linked") + " clone of drive " + key + " (" + from.id()
                + ")");
        if (cloudInit) {
            copy = devices.make(storage, target.id(), "cloudinit", from.format(), from.size(), task);
            task.log("allocated target volume '" + copy.id() + "'");
        } else if (full) {
            String format = ask.or("format", storage.isDirectory() ? from.format() : "raw");
            copy = devices.copy(storage, target.id(), format, from.size(), task);
        } else {
            cluster.tasks().work(task);
            synchronized (cluster) {
                copy = storage.allocate(target.id(), "disk", from.format(), from.size(), Optional.of(from.name()));
            }
            task.log("clone " + from.name() + ": images, vm-" + target.id() + "-disk-0, " + target.id());
        }
        made.add(copy);
        return drive.of(copy.id(), Optional.of(copy.size()));
    }

    private JsonNode template(Ask ask) {
        Vm vm = vm(ask);
        synchronized (cluster) {
            if (!vm.snapshots.isEmpty()) {
                throw Refusal.of("unable to create template, because VM contains snapshots");
            } else if (vm.running) {
                throw Refusal.of("you can't convert a VM to template if VM is running");
            } else if (vm.isTemplate()) {
                throw Refusal.of("you can't convert a template to a template");
            }
        }
        return Json.text(cluster.tasks()
                .start(ask.node(), "qmtemplate", ask.text("vmid"), ask.caller(), task -> {
                    cluster.tasks().work(task);
                    synchronized (cluster) {
                        SnapshotCalls.disks(cluster, vm, vm.config).forEach((key, volume) -> {
                            Drive drive = Drive.parse(vm.config.getOrDefault(key, ""));
                            volume.becomeBase();
                            vm.config.put(key, drive.of(volume.id(), Optional.of(volume.size())));
                        });
                        vm.config.put("template", "1");
                    }
                })
                .upid());
    }
}
