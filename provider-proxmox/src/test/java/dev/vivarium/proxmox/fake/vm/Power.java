package dev.vivarium.proxmox.fake.vm;

import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Switching machines on and off, and what their guests do then. */
public final class Power {
    private static final Duration LOOK = Duration.ofMillis(50);
    private final Cluster cluster;
    private final PlayedGuests guests;

    /** Machines whose guests do not shut down when they are asked to. */
    private final Set<Integer> deaf = ConcurrentHashMap.newKeySet();

    public Power(Cluster cluster, PlayedGuests guests) {
        this.cluster = cluster;
        this.guests = guests;
    }

    /** From now on this machine's guest does not shut down when it is asked to. */
    public void ignoreShutdown(int vmid) {
        deaf.add(vmid);
    }

    PlayedGuests guests() {
        return guests;
    }

    void start(Vm vm, Task task) {
        cluster.holding(vm, task, () -> {
            synchronized (cluster) {
                if (vm.isTemplate()) {
                    throw Refusal.of("you can't start a vm if it's a template");
                } else if (vm.running && vm.lock.equals(Optional.of("backup"))) {
                    return; // a backup started it: from now on it is a machine that runs
                } else if (vm.running) {
                    throw Refusal.of((vm.isContainer() ? "CT " : "VM ") + vm.id() + " already running");
                }
                if (!vm.lock.equals(Optional.of("suspended"))) {
                    cluster.unlocked(vm);
                }
            }
            cluster.tasks().work(task);
            boot(vm, task);
        });
    }

    /** Brings it up; pending changes become true. */
    void boot(Vm vm, Task task) {
        synchronized (cluster) {
            PciMappings.check(cluster, vm, task);
            vm.pendingDelete.forEach(key -> ConfigCalls.unplug(cluster, vm, key));
            vm.pendingDelete.clear();
            vm.config.putAll(vm.pending);
            vm.pending.clear();
            if (vm.config.entrySet().stream()
                    .anyMatch(e -> Drive.isKey(e.getKey()) && e.getValue().contains("-cloudinit"))) {
                checkCustom(vm);
                task.log("generating cloud-init ISO");
            }
            wakeFromDisk(vm, task);
            warnOfKeys(vm, task);
            vm.hasHostDevices = PciMappings.has(vm);
            vm.running = true;
            vm.paused = false;
            vm.lock = Optional.empty();
            vm.startedAt = cluster.clock().instant();
        }
        guests.boot(vm);
    }

    private void wakeFromDisk(Vm vm, Task task) {
        String state = vm.config.remove("vmstate");
        if (state != null) {
            task.log("Resuming suspended VM");
            SnapshotCalls.RUNNING.keySet().forEach(vm.config::remove);
            cluster.volume(vm.node(), state)
                    .ifPresent(volume -> volume.storage().remove(volume));
            task.log("Resumed VM, removing state");
        }
    }

    private void checkCustom(Vm vm) {
        for (String part : vm.config.getOrDefault("cicustom", "").split(",", -1)) {
            String volume = part.substring(part.indexOf('=') + 1);
            if (!volume.isEmpty() && cluster.volume(vm.node(), volume).isEmpty()) {
                throw Refusal.of("volume '" + volume + "' does not exist");
            }
        }
    }

    /** As the real one warns of keys that run out. */
    static void warnOfKeys(Vm vm, Task task) {
        String efi = vm.config.getOrDefault("efidisk0", "");
        if (efi.contains("pre-enrolled-keys=1") && !efi.contains("ms-cert=2023k")) {
            task.warn("EFI disk without 'ms-cert=2023k' option, suggesting that not all UEFI 2023");
            task.log("certificates from Microsoft are enrolled yet.");
            task.log("The UEFI 2011 certificates expire in June 2026! The new certificates are required");
        }
    }

    /** It runs again with the memory of a snapshot. */
    void resume(Vm vm) {
        synchronized (cluster) {
            vm.running = true;
            vm.paused = false;
            vm.startedAt = cluster.clock().instant();
        }
        guests.resume(vm);
    }

    /** Power is cut; nothing happens if it is off. */
    void cut(Vm vm) {
        synchronized (cluster) {
            vm.running = false;
            vm.paused = false;
            vm.savingBlocked = false;
            vm.hasHostDevices = false;
            vm.pendingDelete.forEach(key -> ConfigCalls.unplug(cluster, vm, key));
            vm.pendingDelete.clear();
            vm.config.putAll(vm.pending);
            vm.pending.clear();
        }
        guests.stop(vm);
    }

    void stop(Vm vm, Task task, boolean overrules) {
        if (overrules) {
            cluster.tasks().all().stream()
                    .filter(Task::isRunning)
                    .filter(other ->
                            other.type().endsWith("shutdown") && other.id().equals(String.valueOf(vm.id())))
                    .forEach(Task::cancel);
        }
        cluster.holding(vm, task, () -> {
            cluster.unlocked(vm);
            cluster.tasks().work(task);
            cut(vm);
        });
    }

    void shutDown(Vm vm, Task task, Duration timeout, boolean force) {
        cluster.holding(vm, task, () -> {
            cluster.unlocked(vm);
            if (!vm.running) {
                return;
            }
            cluster.tasks().work(task);
            if (!deaf.contains(vm.id()) && !vm.paused) {
                cut(vm);
                return;
            }
            if (vm.hasAgent() && !guests.hasAgent(vm)) {
                task.log("QEMU Guest Agent is not running - VM " + vm.id()
                        + " qga command 'guest-ping' failed - got timeout");
            }
            for (Duration left = timeout; !left.isNegative() && deaf.contains(vm.id()); left = left.minus(LOOK)) {
                task.takes(LOOK);
            }
            if (deaf.contains(vm.id()) && !force) {
                throw Refusal.of("VM quit/powerdown failed - got timeout");
            } else if (deaf.contains(vm.id())) {
                task.log("VM still running - terminating now with SIGTERM");
            }
            cut(vm);
        });
    }
}
