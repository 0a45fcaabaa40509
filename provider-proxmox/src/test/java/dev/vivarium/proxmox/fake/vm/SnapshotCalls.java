package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Snapshots: looking at them, and asking for them. What happens then is in {@link SnapshotTasks}. */
public final class SnapshotCalls {
    /** How the machine ran whose memory is kept. */
    static final Map<String, String> RUNNING = Map.of(
            "runningmachine", "pc-i440fx-10.2+pve0",
            "runningcpu", "host,-arch-capabilities,+kvm_pv_eoi,+kvm_pv_unhalt",
            "running-nets-host-mtu", "net0=1500");

    private final Cluster cluster;
    private final SnapshotTasks work;

    public SnapshotCalls(Cluster cluster, Power power) {
        this.cluster = cluster;
        work = new SnapshotTasks(cluster, power);
    }

    public void register(Routes routes) {
        for (boolean container : new boolean[] {false, true}) {
            String machine = "/nodes/{node}/" + (container ? "lxc" : "qemu") + "/{vmid}";
            String all = machine + "/snapshot";
            String one = all + "/{snapname}";
            String prefix = container ? "vz" : "qm";
            routes.on("GET " + machine + "/feature", ask -> feature(ask, container))
                    .on("GET " + all, ask -> list(ask, container))
                    .on("POST " + all, ask -> take(ask, container))
                    .on(
                            "GET " + one,
                            ask -> Json.array()
                                    .add(Json.object().put("cmd", "rollback"))
                                    .add(Json.object().put("cmd", "config")))
                    .on("GET " + one + "/config", ask -> {
                        synchronized (cluster) {
                            return config(vm(ask, container), ask.text("snapname"), false);
                        }
                    })
                    .on("PUT " + one + "/config", ask -> describe(ask, container))
                    .on("POST " + one + "/rollback", ask -> {
                        Vm vm = vm(ask, container);
                        return start(ask, prefix + "rollback", task -> work.rollBack(vm, ask, task));
                    })
                    .on("DELETE " + one, ask -> {
                        Vm vm = vm(ask, container);
                        return start(ask, prefix + "delsnapshot", task -> work.remove(vm, ask.text("snapname"), task));
                    });
        }
    }

    private Vm vm(Ask ask, boolean container) {
        return cluster.vm(ask.node(), container, ask.vmid());
    }

    private JsonNode start(Ask ask, String type, Tasks.Body body) {
        return Json.text(cluster.tasks()
                .start(ask.node(), type, ask.text("vmid"), ask.caller(), body)
                .upid());
    }

    private JsonNode take(Ask ask, boolean container) {
        Vm vm = vm(ask, container);
        String name = ask.text("snapname");
        if (List.of("current", "pending").contains(name) || container && name.equals("vzdump")) {
            throw Refusal.of("unable to use snapshot name '" + name + "' (reserved name)");
        }
        boolean virtiofs = vm.config.keySet().stream().anyMatch(key -> key.startsWith("virtiofs"));
        if (ask.flag("vmstate") && virtiofs) {
            throw Refusal.of("Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: virtiofs");
        }
        return start(ask, container ? "vzsnapshot" : "qmsnapshot", task -> work.take(vm, ask, task));
    }

    private JsonNode feature(Ask ask, boolean container) {
        synchronized (cluster) {
            Vm vm = vm(ask, container);
            boolean has = !ask.text("feature").equals("snapshot") || canSnapshot(cluster, vm);
            ObjectNode answer = Json.object().put("hasFeature", has ? 1 : 0);
            answer.putArray("nodes").add(vm.node());
            return answer;
        }
    }

    /** Whether all its disks can be snapshotted. */
    static boolean canSnapshot(Cluster cluster, Vm vm) {
        return disks(cluster, vm, vm.config).values().stream()
                .allMatch(v -> v.storage().canSnapshot(v));
    }

    /** The volumes in its drives, CD-ROMs left out. */
    static Map<String, Volume> disks(Cluster cluster, Vm vm, Map<String, String> config) {
        Map<String, Volume> disks = new TreeMap<>((a, b) -> order(a).compareTo(order(b)));
        config.forEach((key, line) -> {
            if (Drive.isKey(key)
                    && !key.startsWith("unused")
                    && !Drive.parse(line).isCdrom()) {
                cluster.volume(vm.node(), Drive.parse(line).file()).ifPresent(volume -> disks.put(key, volume));
            }
        });
        return disks;
    }

    private static String order(String key) {
        return (key.equals("efidisk0") ? "y" : key.equals("tpmstate0") ? "z" : "a") + key;
    }

    /** Where memory is kept: the first storage of its disks. */
    static Storage stateStorage(Cluster cluster, Vm vm) {
        return disks(cluster, vm, vm.config).values().stream()
                .findFirst()
                .map(Volume::storage)
                .orElseGet(() -> cluster.storagesOf(vm.node()).get(0));
    }

    /** How much room the memory may need. */
    static long stateSize(Vm vm) {
        return 2 * VmViews.memory(vm) + (500L << 20);
    }

    private JsonNode list(Ask ask, boolean container) {
        synchronized (cluster) {
            Vm vm = vm(ask, container);
            ArrayNode all = Json.array();
            new TreeMap<>(vm.snapshots).descendingMap().forEach((name, snapshot) -> {
                ObjectNode item = all.addObject().put("name", name).put("description", snapshot.description);
                item.put("snaptime", snapshot.time);
                if (!container) {
                    item.put("vmstate", snapshot.memory ? 1 : 0);
                }
                snapshot.newParent.ifPresent(parent -> item.put("parent", parent));
                if (snapshot.preparing) {
                    item.put("snapstate", "prepare");
                }
            });
            ObjectNode now = all.addObject().put("name", "current").put("description", "You are here!");
            now.put("running", vm.running ? 1 : 0).put("digest", vm.digest());
            vm.parent.ifPresent(parent -> now.put("parent", parent));
            return all;
        }
    }

    static Vm.Snapshot find(Vm vm, String name) {
        return Optional.ofNullable(vm.snapshots.get(name))
                .orElseThrow(() -> Refusal.of("snapshot '" + name + "' does not exist"));
    }

    static ObjectNode config(Vm vm, String name, boolean hidden) {
        Vm.Snapshot snapshot = find(vm, name);
        ObjectNode config = VmViews.config(snapshot.config, hidden, vm.isContainer());
        config.put("snaptime", snapshot.time);
        if (!snapshot.description.isEmpty()) {
            config.put("description", snapshot.description);
        }
        snapshot.newParent.ifPresent(parent -> config.put("parent", parent));
        snapshot.state.ifPresent(state -> {
            config.put("vmstate", state.id());
            RUNNING.forEach(config::put);
        });
        return config;
    }

    private JsonNode describe(Ask ask, boolean container) {
        synchronized (cluster) {
            find(vm(ask, container), ask.text("snapname")).description =
                    ask.or("description", "").stripTrailing();
            return Json.nothing();
        }
    }
}
