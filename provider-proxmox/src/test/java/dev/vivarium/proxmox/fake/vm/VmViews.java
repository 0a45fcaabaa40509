package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Sizes;
import dev.vivarium.proxmox.fake.cluster.Vm;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A machine as the answers show it. */
final class VmViews {
    /** The options whose values come as numbers; all others are texts, {@code memory} of virtual machines as well. */
    private static final Set<String> NUMBERS = Set.of(
            "cores",
            "sockets",
            "onboot",
            "protection",
            "numa",
            "template",
            "cpulimit",
            "cpuunits",
            "balloon",
            "shares",
            "acpi",
            "kvm",
            "tablet",
            "autostart",
            "freeze",
            "unprivileged",
            "swap",
            "console",
            "tty",
            "vcpus",
            "snaptime",
            "ciupgrade",
            "reboot",
            "localtime");

    private VmViews() {}

    static long memory(Vm vm) {
        return Long.parseLong(vm.config.getOrDefault("memory", "512").replace("current=", "")) << 20;
    }

    private static long disk(Vm vm) {
        String boot = vm.isContainer() ? "rootfs" : Devices.firstDisk(vm.config).orElse("");
        String line = vm.config.getOrDefault(boot, "");
        return Drive.parse(line).option("size").map(Sizes::parse).orElse(0L);
    }

    /** In a list of machines. */
    static ObjectNode listed(Cluster cluster, Vm vm) {
        ObjectNode item = Json.object().put("vmid", vm.id()).put("name", vm.name());
        long uptime = vm.running
                ? Duration.between(vm.startedAt, cluster.clock().instant()).toSeconds()
                : 0;
        item.put("status", vm.running ? "running" : "stopped").put("uptime", uptime);
        item.put("cpu", 0).put("cpus", cores(vm)).put("mem", 0).put("maxmem", memory(vm));
        item.put("disk", 0).put("maxdisk", disk(vm)).put("netin", 0).put("netout", 0);
        if (vm.isContainer()) {
            item.put("type", "lxc")
                    .put("swap", 0)
                    .put("maxswap", 536870912L)
                    .put("diskread", 0)
                    .put("diskwrite", 0);
        } else {
            item.put("memhost", 0);
        }
        if (vm.config.containsKey("tags")) {
            item.put("tags", vm.config.get("tags"));
        }
        if (vm.config.containsKey("serial0")) {
            item.put("serial", 1);
        }
        vm.lock.ifPresent(lock -> item.put("lock", lock));
        if (vm.isTemplate()) {
            item.put("template", 1);
        }
        return item;
    }

    private static int cores(Vm vm) {
        return Integer.parseInt(vm.config.getOrDefault("cores", "1"))
                * Integer.parseInt(vm.config.getOrDefault("sockets", "1"));
    }

    /** What {@code status/current} says. */
    static ObjectNode current(Cluster cluster, Vm vm) {
        ObjectNode status = listed(cluster, vm);
        ObjectNode ha = status.putObject("ha").put("managed", cluster.ha.containsKey(vm.id()) ? 1 : 0);
        if (cluster.ha.containsKey(vm.id())) {
            ha.put("state", cluster.ha.get(vm.id()));
        }
        if (vm.isContainer()) {
            return status;
        }
        status.put("qmpstatus", vm.paused ? "paused" : vm.running ? "running" : "stopped");
        if (vm.hasAgent()) {
            status.put("agent", 1);
        }
        if (vm.config.containsKey("vga")) {
            status.putNull("clipboard");
        }
        return vm.running ? running(vm, status) : status;
    }

    private static ObjectNode running(Vm vm, ObjectNode status) {
        status.put("pid", 4000 + vm.id())
                .put("running-qemu", "10.2.2")
                .put("diskwrite", 0)
                .put("diskread", 0);
        boolean q35 = vm.config.getOrDefault("machine", "").contains("q35");
        status.put("running-machine", (q35 ? "pc-q35-10.2" : "pc-i440fx-10.2") + "+pve0");
        status.put("balloon", memory(vm));
        status.putObject("ballooninfo").put("actual", memory(vm)).put("max_mem", memory(vm));
        ObjectNode disks = status.putObject("blockstat");
        vm.config.keySet().stream()
                .filter(Drive::isKey)
                .forEach(key -> disks.putObject(key).put("rd_bytes", 0));
        return status;
    }

    /** In the list of all that a cluster has. */
    static ObjectNode resource(Cluster cluster, Vm vm) {
        ObjectNode item = listed(cluster, vm);
        item.remove("cpus");
        item.remove("serial");
        item.put("id", vm.kind() + "/" + vm.id()).put("type", vm.kind()).put("node", vm.node());
        item.put("maxcpu", cores(vm))
                .put("template", vm.isTemplate() ? 1 : 0)
                .put("diskread", 0)
                .put("diskwrite", 0);
        cluster.pools.forEach((name, members) -> {
            if (members.contains(vm.id())) {
                item.put("pool", name);
            }
        });
        return item;
    }

    /** A configuration, with what waits for the next start unless the current one is wanted. */
    static ObjectNode config(Vm vm, boolean current) {
        Map<String, String> shown = new TreeMap<>(vm.config);
        if (!current) {
            shown.putAll(vm.pending);
            vm.pendingDelete.forEach(shown::remove);
        }
        vm.parent.ifPresent(parent -> shown.put("parent", parent));
        vm.lock.ifPresent(lock -> shown.put("lock", lock));
        ObjectNode config = config(shown, true, vm.isContainer());
        return config.put("digest", vm.digest());
    }

    /** The values as their types are. */
    static ObjectNode config(Map<String, String> values, boolean hidden, boolean container) {
        ObjectNode config = Json.object();
        values.forEach((key, value) -> config.set(key, value(key, value, hidden, container)));
        return config;
    }

    private static JsonNode value(String key, String value, boolean hidden, boolean container) {
        ObjectNode holder = Json.object();
        boolean number = NUMBERS.contains(key) || container && key.equals("memory");
        if (key.equals("cipassword") && hidden) {
            return Json.text("**********");
        }
        return number && value.matches("[0-9]+")
                ? holder.put("v", Long.parseLong(value)).get("v")
                : Json.text(value);
    }

    /** What {@code pending} says. */
    static ArrayNode pending(Vm vm) {
        ArrayNode all = Json.array();
        Set<String> keys = new TreeSet<>(vm.config.keySet());
        keys.addAll(vm.pending.keySet());
        for (String key : keys) {
            ObjectNode item = all.addObject().put("key", key);
            if (vm.config.containsKey(key)) {
                item.set("value", value(key, vm.config.get(key), true, vm.isContainer()));
            }
            if (vm.pending.containsKey(key)) {
                item.set("pending", value(key, vm.pending.get(key), true, vm.isContainer()));
            }
            if (vm.pendingDelete.contains(key)) {
                item.put("delete", 1);
            }
        }
        vm.parent.ifPresent(parent -> all.addObject().put("key", "parent").put("value", parent));
        all.addObject().put("key", "digest").put("value", vm.digest());
        return all;
    }
}
