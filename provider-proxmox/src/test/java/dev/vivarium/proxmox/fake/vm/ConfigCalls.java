package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.schema.ApiSchema;
import dev.vivarium.proxmox.fake.schema.ParameterCheck;
import dev.vivarium.proxmox.fake.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looking at machines' configurations, and changing them. */
public final class ConfigCalls {
    /** What a running machine takes at once; the rest waits for its next start. */
    private static final Set<String> AT_ONCE = Set.of(
            "name",
            "hostname",
            "description",
            "tags",
            "onboot",
            "protection",
            "startup",
            "hotplug",
            "cicustom",
            "ciuser",
            "cipassword",
            "sshkeys",
            "searchdomain",
            "nameserver",
            "balloon",
            "shares",
            "cpulimit",
            "cpuunits");

    private final Cluster cluster;
    private final ApiSchema schema;
    private final Devices devices;
    private final PlayedGuests guests;

    public ConfigCalls(Cluster cluster, ApiSchema schema, PlayedGuests guests) {
        this.cluster = cluster;
        this.schema = schema;
        this.guests = guests;
        devices = new Devices(cluster);
    }

    public void register(Routes routes) {
        for (boolean container : new boolean[] {false, true}) {
            String all = "/nodes/{node}/" + (container ? "lxc" : "qemu");
            String one = all + "/{vmid}";
            routes.on("GET " + all, ask -> list(ask, container))
                    .on("GET " + one + "/config", ask -> config(ask, container))
                    .on("GET " + one + "/pending", ask -> VmViews.pending(vm(ask, container)))
                    .on("GET " + one + "/status/current", ask -> current(ask, container))
                    .on("PUT " + one + "/config", ask -> {
                        change(ask, vm(ask, container), Optional.empty());
                        return Json.nothing();
                    });
        }
        routes.on("POST /nodes/{node}/qemu/{vmid}/config", this::changeByTask);
    }

    private Vm vm(Ask ask, boolean container) {
        return cluster.vm(ask.node(), container, ask.vmid());
    }

    private JsonNode list(Ask ask, boolean container) {
        ArrayNode all = Json.array();
        synchronized (cluster) {
            cluster.vms().stream()
                    .filter(vm -> vm.isContainer() == container && vm.node().equals(ask.node()))
                    .filter(vm -> ask.caller().rights().has("/vms/" + vm.id(), "VM.Audit"))
                    .forEach(vm -> all.add(VmViews.listed(cluster, vm)));
        }
        return all;
    }

    private JsonNode current(Ask ask, boolean container) {
        synchronized (cluster) {
            return VmViews.current(cluster, vm(ask, container));
        }
    }

    private JsonNode config(Ask ask, boolean container) {
        synchronized (cluster) {
            Vm vm = vm(ask, container);
            if (ask.find("snapshot").isEmpty()) {
                return VmViews.config(vm, ask.flag("current"));
            }
            ObjectNode config = SnapshotCalls.config(vm, ask.text("snapshot"), true);
            return config.put("digest", vm.digest());
        }
    }

    private JsonNode changeByTask(Ask ask) {
        Vm vm = vm(ask, false);
        check(ask, vm);
        return Json.text(cluster.tasks()
                .start(ask.node(), "qmconfig", ask.text("vmid"), ask.caller(), task -> {
                    cluster.tasks().work(task);
                    task.log("update VM " + vm.id() + ": " + given(ask));
                    change(ask, vm, Optional.of(task));
                })
                .upid());
    }

    private static String given(Ask ask) {
        return ConfigRules.options(ask).entrySet().stream()
                .map(e -> "-" + e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(" "));
    }

    private Map<String, String> check(Ask ask, Vm vm) {
        Map<String, String> options = ConfigRules.options(ask);
        ConfigRules.checkSshKeys(ask);
        if (ask.flag("skiplock") && !ask.caller().isRoot()) {
            throw Refusal.parameter("skiplock", "Only root may use this option.");
        }
        List<String> leaving = names(ask, "delete");
        if (options.isEmpty() && leaving.isEmpty() && ask.find("revert").isEmpty()) {
            throw Refusal.of("no options specified");
        }
        for (String key : leaving) {
            if (key.equals("lock") && !ask.caller().isRoot()) {
                throw Refusal.of("only root can set 'lock' config");
            }
            boolean known = schema.find("PUT", "/nodes/n/" + vm.kind() + "/1/config")
                    .flatMap(match -> ParameterCheck.property(match.operation().properties(), key))
                    .isPresent();
            if (!known) {
                throw Refusal.parameter("delete", "unknown option '" + key + "'");
            }
        }
        ConfigRules.checkRights(cluster, ask.node(), ask.caller(), vm.id(), options, "");
        return options;
    }

    private static List<String> names(Ask ask, String parameter) {
        return Arrays.stream(ask.or(parameter, "").split("[ ,;]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private void change(Ask ask, Vm vm, Optional<Task> task) {
        Map<String, String> options = check(ask, vm);
        synchronized (cluster) {
            cluster.unlocked(vm);
            if (ask.find("digest").map(digest -> !digest.equals(vm.digest())).orElse(false)) {
                throw Refusal.of("checksum mismatch (file change by other user?)");
            }
            names(ask, "revert").forEach(key -> {
                vm.pending.remove(key);
                vm.pendingDelete.remove(key);
            });
            names(ask, "delete").forEach(key -> delete(vm, key));
            apply(ask, vm, options, task);
        }
        guests.changed(vm);
    }

    private void apply(Ask ask, Vm vm, Map<String, String> options, Optional<Task> task) {
        Map<String, String> disks = new TreeMap<>(options);
        disks.keySet().removeIf(key -> !Drive.isKey(key));
        Map<String, String> lines = new TreeMap<>(options);
        if (!disks.isEmpty()) {
            List<Volume> made = new ArrayList<>();
            Task log = task.orElseGet(() -> cluster.tasks().start(ask.node(), "unseen", "", ask.caller(), t -> {}));
            lines.putAll(devices.drives(vm, disks, log, made));
        }
        bootExists(vm, lines);
        lines.forEach((key, value) -> {
            boolean now = !vm.running || AT_ONCE.contains(key) || Drive.isKey(key) || key.startsWith("net");
            vm.pending.remove(key);
            vm.pendingDelete.remove(key);
            if (now) {
                vm.config.put(key, value);
            } else if (!value.equals(vm.config.get(key))) {
                vm.pending.put(key, value);
            }
        });
    }

    private static void bootExists(Vm vm, Map<String, String> lines) {
        String boot = lines.getOrDefault("boot", "");
        if (boot.startsWith("order=")) {
            for (String device : boot.substring("order=".length()).split(";", -1)) {
                if (!vm.config.containsKey(device) && !lines.containsKey(device)) {
                    throw Refusal.of("invalid bootorder: device '" + device + "' does not exist'");
                }
            }
        }
    }

    private void delete(Vm vm, String key) {
        if (!vm.config.containsKey(key)) {
            vm.pending.remove(key);
            return;
        }
        if (Drive.isKey(key) && "1".equals(vm.config.get("protection"))) {
            throw Refusal.of("can't remove drive '" + key + "' - protection mode enabled");
        } else if (key.startsWith("unused")) {
            removeUnused(vm, key);
        } else if (vm.running
                && Drive.isKey(key)
                && vm.config.getOrDefault("boot", "").contains(key)) {
            vm.pendingDelete.add(key);
            vm.pending.put("boot", bootWithout(vm, key));
            throw Refusal.parameter(key, "hotplug problem - can't unplug bootdisk '" + key + "'\n");
        } else if (vm.running && !AT_ONCE.contains(key) && !Drive.isKey(key) && !key.startsWith("net")) {
            vm.pendingDelete.add(key);
        } else {
            unplug(cluster, vm, key);
        }
    }

    private void removeUnused(Vm vm, String key) {
        String id = Drive.parse(vm.config.getOrDefault(key, "")).file();
        boolean inSnapshot = vm.snapshots.values().stream()
                .flatMap(snapshot -> snapshot.config.values().stream())
                .anyMatch(line -> line.startsWith(id));
        if (inSnapshot) {
            throw Refusal.of("unable to delete '" + id + "' - volume is still in use (snapshot?)");
        }
        cluster.volume(vm.node(), id).ifPresent(volume -> volume.storage().remove(volume));
        vm.config.remove(key);
    }

    private static String bootWithout(Vm vm, String key) {
        String left = Arrays.stream(
                        vm.config.getOrDefault("boot", "").replace("order=", "").split(";", -1))
                .filter(device -> !device.isBlank() && !device.equals(key))
                .collect(Collectors.joining(";"));
        return left.isEmpty() ? " " : "order=" + left;
    }

    /** Takes a device out; a disk stays as an unused volume. */
    static void unplug(Cluster cluster, Vm vm, String key) {
        String line = vm.config.remove(key);
        if (vm.config.getOrDefault("boot", "").contains(key)) {
            vm.config.put("boot", bootWithout(vm, key));
        }
        if (line == null || !Drive.isKey(key)) {
            return;
        }
        Drive drive = Drive.parse(line);
        boolean own = drive.isVolume() && !drive.rest().startsWith("iso/");
        if (own && drive.isCdrom()) {
            cluster.volume(vm.node(), drive.file())
                    .ifPresent(volume -> volume.storage().remove(volume));
        } else if (own) {
            keepUnused(vm, drive.file());
        }
    }

    /** Notes a volume that belongs to the machine but is in no drive. */
    static String keepUnused(Vm vm, String volume) {
        int number = 0;
        while (vm.config.containsKey("unused" + number)) {
            number++;
        }
        vm.config.put("unused" + number, volume);
        return "unused" + number;
    }
}
