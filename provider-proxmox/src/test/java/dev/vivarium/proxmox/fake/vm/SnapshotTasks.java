package dev.vivarium.proxmox.fake.vm;

import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happens when a snapshot is taken, gone back to, or removed. */
final class SnapshotTasks {
    private final Cluster cluster;
    private final Power power;

    SnapshotTasks(Cluster cluster, Power power) {
        this.cluster = cluster;
        this.power = power;
    }

    void take(Vm vm, Ask ask, Task task) {
        String name = ask.text("snapname");
        Vm.Snapshot snapshot = prepare(vm, ask, name, task);
        boolean still = false;
        try {
            if (snapshot.memory) {
                saveMemory(vm, name, snapshot, task);
            } else if (vm.running && !vm.isContainer()) {
                still = freeze(vm, task);
            }
            if (vm.running && vm.savingBlocked) {
                throw savingFailed(vm, "VM snapshot already started ");
            }
            cluster.tasks().work(task);
            complete(vm, name, snapshot, task);
        } catch (Refusal e) {
            task.log("snapshot create failed: starting cleanup");
            synchronized (cluster) {
                vm.snapshots.remove(name);
                vm.lock = Optional.empty();
                snapshot.state.ifPresent(volume -> volume.storage().remove(volume));
            }
            throw e;
        } finally {
            if (still) {
                power.guests().freeze(vm, false);
            }
        }
    }

    private Vm.Snapshot prepare(Vm vm, Ask ask, String name, Task task) {
        Vm.Snapshot[] made = new Vm.Snapshot[1];
        cluster.holding(vm, task, () -> {
            synchronized (cluster) {
                cluster.unlocked(vm);
                if (vm.isTemplate()) {
                    throw Refusal.of("you can't take a snapshot if it's a template");
                } else if (vm.snapshots.containsKey(name)) {
                    throw Refusal.of("snapshot name '" + name + "' already used");
                } else if (!SnapshotCalls.canSnapshot(cluster, vm)) {
                    throw Refusal.of("snapshot feature is not available");
                }
                boolean memory = ask.flag("vmstate") && vm.running && !vm.isContainer();
                String description = ask.or("description", "").stripTrailing();
                made[0] = vm.snapshot(name, cluster.clock().instant().getEpochSecond(), memory, description);
                vm.lock = Optional.of("snapshot");
            }
        });
        return made[0];
    }

    private void saveMemory(Vm vm, String name, Vm.Snapshot snapshot, Task task) {
        long size = SnapshotCalls.stateSize(vm);
        Storage storage = SnapshotCalls.stateStorage(cluster, vm);
        if (size > storage.free()) {
            throw Refusal.of("unable to create image: No space left on device");
        }
        snapshot.state = Optional.of(new Devices(cluster).make(storage, vm.id(), "state-" + name, "raw", size, task));
        Optional<String> blocking = blocking(vm);
        if (blocking.isPresent() && !vm.savingBlocked) {
            vm.savingBlocked = true;
            throw savingFailed(vm, "State blocked by non-migratable device '" + blocking.get() + "' ");
        }
        task.log("saving VM state and RAM using storage '" + storage.id() + "'");
        task.log("completed saving the VM state in 0s, saved 99.91 MiB");
    }

    private static Optional<String> blocking(Vm vm) {
        boolean nvme = vm.config.getOrDefault("args", "").contains("-device nvme");
        return nvme
                ? Optional.of("0000:00:04.0/nvme")
                : vm.hasHostDevices ? Optional.of("0000:01:00.0/vfio-pci") : Optional.empty();
    }

    private static Refusal savingFailed(Vm vm, String why) {
        return Refusal.of("VM " + vm.id() + " qmp command 'savevm-start' failed - " + why);
    }

    private boolean freeze(Vm vm, Task task) {
        boolean wanted = vm.hasAgent() && !vm.config.getOrDefault("agent", "").contains("freeze-fs=0");
        if (wanted && power.guests().hasAgent(vm)) {
            power.guests().freeze(vm, true);
            return true;
        }
        task.log("skipping guest filesystem freeze - "
                + (vm.hasAgent() ? "agent configured but not running?" : "disabled in VM options"));
        return false;
    }

    private void complete(Vm vm, String name, Vm.Snapshot snapshot, Task task) {
        synchronized (cluster) {
            Map<String, Volume> disks = SnapshotCalls.disks(cluster, vm, vm.config);
            disks.forEach((key, volume) -> {
                volume.snapshots().add(name);
                task.log("snapshotting 'drive-" + key + "' (" + volume.id() + ")");
                if (vm.running && !vm.isContainer()) {
                    task.log("internal qemu snapshot");
                }
            });
            snapshot.image = vm.guest().capture(snapshot.memory);
            snapshot.preparing = false;
            vm.parent = Optional.of(name);
            vm.lock = Optional.empty();
        }
    }

    void rollBack(Vm vm, Ask ask, Task task) {
        String name = ask.text("snapname");
        cluster.holding(vm, task, () -> {
            begin(vm, name);
            try {
                power.guests().stop(vm);
                cluster.tasks().work(task);
                restore(vm, name);
            } catch (Refusal e) {
                synchronized (cluster) {
                    vm.lock = Optional.empty();
                }
                throw e;
            }
            Vm.Snapshot snapshot = SnapshotCalls.find(vm, name);
            if (snapshot.memory) {
                Power.warnOfKeys(vm, task);
                power.resume(vm);
                synchronized (cluster) {
                    vm.heldUntil = cluster.clock().instant().plus(cluster.heldAfterRestart);
                }
            }
        });
        if (ask.flag("start") && !vm.running) {
            String type = vm.isContainer() ? "vzstart" : "qmstart";
            cluster.tasks().start(vm.node(), type, String.valueOf(vm.id()), ask.caller(), t -> {
                power.start(vm, t);
                synchronized (cluster) {
                    vm.heldUntil = cluster.clock().instant().plus(cluster.heldAfterRestart);
                }
            });
        }
    }

    private void begin(Vm vm, String name) {
        synchronized (cluster) {
            Vm.Snapshot snapshot = SnapshotCalls.find(vm, name);
            cluster.unlocked(vm);
            if (snapshot.preparing) {
                throw Refusal.of("unable to rollback to incomplete snapshot (snapstate = prepare)");
            }
            SnapshotCalls.disks(cluster, vm, snapshot.config).values().forEach(volume -> newest(volume, name));
            vm.running = false;
            vm.paused = false;
            vm.savingBlocked = false;
            vm.lock = Optional.of("rollback");
        }
    }

    private static void newest(Volume volume, String name) {
        String last = volume.snapshots().stream().reduce("", (a, b) -> b);
        if (volume.storage().goesBackToNewestOnly() && !last.equals(name)) {
            throw Refusal.of("can't rollback, '" + name + "' is not most recent snapshot on '" + volume.id() + "'");
        }
    }

    /** The configuration of then; what came since stays as an unused volume. */
    private void restore(Vm vm, String name) {
        synchronized (cluster) {
            Vm.Snapshot snapshot = SnapshotCalls.find(vm, name);
            Map<String, Volume> since = SnapshotCalls.disks(cluster, vm, vm.config);
            Map<String, String> unused = new TreeMap<>(vm.config);
            unused.keySet().removeIf(key -> !key.startsWith("unused"));
            vm.config.clear();
            vm.config.putAll(snapshot.config);
            unused.values().stream().filter(id -> !isIn(vm, id)).forEach(id -> ConfigCalls.keepUnused(vm, id));
            since.values().stream()
                    .map(Volume::id)
                    .filter(id -> !isIn(vm, id))
                    .forEach(id -> ConfigCalls.keepUnused(vm, id));
            vm.pending.clear();
            vm.pendingDelete.clear();
            SnapshotCalls.disks(cluster, vm, vm.config)
                    .forEach((key, volume) -> Drive.parse(vm.config.getOrDefault(key, ""))
                            .option("size")
                            .ifPresent(size -> volume.resize(dev.vivarium.proxmox.fake.cluster.Sizes.parse(size))));
            vm.newGeneration();
            vm.parent = Optional.of(name);
            vm.lock = Optional.empty();
            if (snapshot.image != null) {
                vm.guest().restore(snapshot.image);
            }
        }
    }

    private static boolean isIn(Vm vm, String volume) {
        return vm.config.values().stream()
                .anyMatch(line -> Drive.parse(line).file().equals(volume));
    }

    void remove(Vm vm, String name, Task task) {
        cluster.holding(vm, task, () -> {
            synchronized (cluster) {
                SnapshotCalls.find(vm, name);
                cluster.unlocked(vm);
                vm.lock = Optional.of("snapshot-delete");
            }
            try {
                cluster.tasks().work(task);
            } finally {
                synchronized (cluster) {
                    vm.lock = Optional.empty();
                }
            }
            synchronized (cluster) {
                Vm.Snapshot gone = SnapshotCalls.find(vm, name);
                SnapshotCalls.disks(cluster, vm, gone.config)
                        .values()
                        .forEach(v -> v.snapshots().remove(name));
                gone.state.ifPresent(volume -> volume.storage().remove(volume));
                vm.snapshots.remove(name);
                vm.snapshots.values().stream()
                        .filter(other -> other.newParent.equals(Optional.of(name)))
                        .forEach(other -> other.newParent = gone.newParent);
                if (vm.parent.equals(Optional.of(name))) {
                    vm.parent = gone.newParent;
                }
            }
        });
    }
}
