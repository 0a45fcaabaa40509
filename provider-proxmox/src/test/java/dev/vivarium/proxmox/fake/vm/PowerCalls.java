package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Switching machines on and off. */
public final class PowerCalls {
    private final Cluster cluster;
    private final Power power;

    private interface Deed {
        void run(Vm vm, Task task, Ask ask);
    }

    public PowerCalls(Cluster cluster, Power power) {
        this.cluster = cluster;
        this.power = power;
    }

    public void register(Routes routes) {
        on(routes, "start", "start", (vm, task, ask) -> power.start(vm, task));
        on(routes, "stop", "stop", (vm, task, ask) -> power.stop(vm, task, ask.flag("overrule-shutdown")));
        on(
                routes,
                "shutdown",
                "shutdown",
                (vm, task, ask) -> power.shutDown(vm, task, timeout(ask), ask.flag("forceStop")));
        on(routes, "reboot", "reboot", (vm, task, ask) -> {
            power.shutDown(vm, task, timeout(ask), false);
            power.start(vm, task);
        });
        String status = "POST /nodes/{node}/qemu/{vmid}/status/";
        routes.on(status + "reset", ask -> {
                    Vm vm = vm(ask, false);
                    if (!vm.running) {
                        throw Refusal.of("VM " + vm.id() + " not running");
                    }
                    return task(ask, "qmreset", task -> power.guests().boot(vm));
                })
                .on(status + "suspend", this::suspend)
                .on(status + "resume", ask -> {
                    Vm vm = vm(ask, false);
                    return task(ask, "qmresume", task -> vm.paused = false);
                });
    }

    private static Duration timeout(Ask ask) {
        return Duration.ofSeconds(Long.parseLong(ask.or("timeout", "60")));
    }

    private void on(Routes routes, String action, String type, Deed deed) {
        for (boolean container : new boolean[] {false, true}) {
            String path = "POST /nodes/{node}/" + (container ? "lxc" : "qemu") + "/{vmid}/status/" + action;
            routes.on(path, ask -> {
                // a machine that is not there is found out by the task where it is asked to start
                if (!action.equals("start") || container) {
                    vm(ask, container);
                }
                return task(ask, (container ? "vz" : "qm") + type, task -> deed.run(vm(ask, container), task, ask));
            });
        }
    }

    private Vm vm(Ask ask, boolean container) {
        return cluster.vm(ask.node(), container, ask.vmid());
    }

    private JsonNode task(Ask ask, String type, dev.vivarium.proxmox.fake.task.Tasks.Body body) {
        return Json.text(cluster.tasks()
                .start(ask.node(), type, ask.text("vmid"), ask.caller(), body)
                .upid());
    }

    private JsonNode suspend(Ask ask) {
        Vm vm = vm(ask, false);
        if (!ask.flag("todisk")) {
            return task(ask, "qmpause", task -> vm.paused = true);
        } else if (PciMappings.has(vm)) {
            throw Refusal.of("cannot suspend VM to disk due to passed-through PCI device(s), which lack the possibility"
                    + " to save/restore their internal state");
        }
        return task(ask, "qmsuspend", task -> toDisk(vm, task));
    }

    private void toDisk(Vm vm, Task task) {
        cluster.unlocked(vm);
        String day =
                LocalDate.ofInstant(cluster.clock().instant(), ZoneOffset.UTC).toString();
        Volume state = new Devices(cluster)
                .make(
                        SnapshotCalls.stateStorage(cluster, vm),
                        vm.id(),
                        "state-suspend-" + day,
                        "raw",
                        SnapshotCalls.stateSize(vm),
                        task);
        cluster.tasks().work(task);
        if (vm.savingBlocked) {
            synchronized (cluster) {
                vm.lock = Optional.of("suspending");
                state.storage().remove(state);
            }
            throw Refusal.of("VM " + vm.id() + " qmp command 'savevm-start' failed - VM snapshot already started");
        }
        power.cut(vm);
        synchronized (cluster) {
            vm.lock = Optional.of("suspended");
            vm.config.put("vmstate", state.id());
            vm.config.putAll(SnapshotCalls.RUNNING);
        }
        task.log("State saved, quitting");
    }
}
