package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Node;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The cluster, its nodes, and what they have. */
public final class ClusterCalls {
    private static final String FINGERPRINT = "5F:13:6A:5B:3E:4E:DB:25:".repeat(3) + "5F:13:6A:5B:3E:4E:DB:25";

    private final Cluster cluster;
    private final String version;

    /** @param version of PVE that it says it is, such as {@code 9.2.11} */
    public ClusterCalls(Cluster cluster, String version) {
        this.cluster = cluster;
        this.version = version;
    }

    public void register(Routes routes) {
        routes.on("GET /version", ask -> version())
                .on("GET /nodes/{node}/version", ask -> version())
                .on("GET /nodes", this::nodes)
                .on("GET /nodes/{node}/status", this::nodeStatus)
                .on("GET /nodes/{node}/network", this::network)
                .on(
                        "GET /nodes/{node}/hardware",
                        ask -> Json.array()
                                .add(Json.object().put("type", "pci"))
                                .add(Json.object().put("type", "usb")))
                .on("GET /nodes/{node}/hardware/pci", this::devices)
                .on("GET /cluster/nextid", this::nextId)
                .on("GET /cluster/resources", this::resources)
                .on("GET /cluster/status", this::status);
    }

    private ObjectNode version() {
        String release = version.substring(0, version.lastIndexOf('.'));
        return Json.object().put("version", version).put("repoid", "14a22df3").put("release", release);
    }

    private JsonNode nodes(Ask ask) {
        ArrayNode all = Json.array();
        cluster.nodes().forEach(node -> {
            boolean mayLook = ask.caller().rights().has("/nodes/" + node.name(), "Sys.Audit");
            ObjectNode item = mayLook ? nodeItem(node) : Json.object().put("status", "online");
            item.put("node", node.name()).put("type", "node").put("id", "node/" + node.name());
            all.add(item.put("ssl_fingerprint", FINGERPRINT));
        });
        return all;
    }

    private ObjectNode nodeItem(Node node) {
        ObjectNode item = Json.object().put("status", "online").put("level", "");
        item.put("cpu", 0.05).put("maxcpu", node.cpus()).put("mem", usedMemory(node));
        item.put("maxmem", node.memory()).put("disk", 34045415424L).put("maxdisk", 270553174016L);
        return item.put("uptime", 2666);
    }

    private long usedMemory(Node node) {
        return cluster.vms().stream()
                .filter(vm -> vm.node().equals(node.name()) && vm.running)
                .mapToLong(VmViews::memory)
                .sum();
    }

    private JsonNode nodeStatus(Ask ask) {
        Node node = cluster.node(ask.node());
        ObjectNode status = Json.object().put("pveversion", "pve-manager/" + version + "/14a22df3");
        status.put("kversion", "Linux 6.18.44-pve")
                .put("uptime", 2669)
                .put("wait", 0)
                .put("cpu", 0.05);
        status.putObject("memory")
                .put("total", node.memory())
                .put("used", usedMemory(node))
                .put("free", node.memory() - usedMemory(node));
        status.putObject("cpuinfo")
                .put("cpus", node.cpus())
                .put("cores", node.cpus())
                .put("sockets", 1)
                .put("model", "AMD EPYC")
                .put("vendor", "AuthenticAMD")
                .put("flags", "fpu vme de svm avx avx2");
        status.putObject("rootfs")
                .put("total", 270553174016L)
                .put("used", 34045415424L)
                .put("avail", 236507758592L)
                .put("free", 236507758592L);
        status.putObject("ksm").put("shared", 0);
        status.putObject("swap").put("total", 0).put("used", 0).put("free", 0);
        status.putObject("boot-info").put("mode", "efi");
        status.putArray("loadavg").add("0.74").add("1.31").add("1.17");
        return status;
    }

    private JsonNode network(Ask ask) {
        ArrayNode all = Json.array();
        cluster.node(ask.node())
                .bridges()
                .forEach(bridge -> all.addObject()
                        .put("iface", bridge)
                        .put("type", "bridge")
                        .put("active", 1)
                        .put("autostart", 1)
                        .put("method", "manual")
                        .put("method6", "manual")
                        .put("bridge_ports", "")
                        .put("bridge_stp", "off")
                        .put("bridge_fd", "0")
                        .put("priority", 3)
                        .putArray("families")
                        .add("inet"));
        return all;
    }

    private JsonNode devices(Ask ask) {
        List<String> hidden = Arrays.stream(
                        ask.or("pci-class-blacklist", "05;06;0b").split("[;,]"))
                .filter(one -> !one.isEmpty()) // as PVE's split_list: an empty text names none
                .toList();
        ArrayNode all = Json.array();
        for (Node.PciDevice device : cluster.node(ask.node()).devices()) {
            if (hidden.stream().noneMatch(start -> device.deviceClass().startsWith("0x" + start))) {
                all.addObject()
                        .put("id", device.id())
                        .put("vendor", device.vendor())
                        .put("device", device.device())
                        .put("class", device.deviceClass())
                        .put("vendor_name", device.vendorName())
                        .put("device_name", device.deviceName())
                        .put("subsystem_vendor", device.vendor())
                        .put("subsystem_device", device.device())
                        .put("subsystem_vendor_name", device.vendorName())
                        .put("iommugroup", device.iommuGroup());
            }
        }
        return all;
    }

    private JsonNode nextId(Ask ask) {
        if (ask.find("vmid").isPresent()) {
            if (cluster.find(ask.vmid()).isPresent()) {
                throw Refusal.parameter("vmid", "VM " + ask.vmid() + " already exists");
            }
            return Json.text(ask.text("vmid"));
        }
        int id = 100;
        while (cluster.find(id).isPresent()) {
            id++;
        }
        return Json.text(String.valueOf(id));
    }

    private JsonNode resources(Ask ask) {
        String type = ask.or("type", "");
        ArrayNode all = Json.array();
        synchronized (cluster) {
            if (type.isEmpty() || type.equals("vm")) {
                cluster.vms().stream()
                        .filter(vm -> mayAudit(ask, vm))
                        .forEach(vm -> all.add(VmViews.resource(cluster, vm)));
            }
            for (Node node : cluster.nodes()) {
                if (type.isEmpty() || type.equals("node")) {
                    boolean mayLook = ask.caller().rights().has("/nodes/" + node.name(), "Sys.Audit");
                    ObjectNode item = mayLook
                            ? nodeItem(node)
                            : Json.object().put("level", "").put("status", "online");
                    all.add(item.put("id", "node/" + node.name())
                            .put("node", node.name())
                            .put("type", "node")
                            .put("cgroup-mode", 2));
                }
                if (type.isEmpty() || type.equals("storage")) {
                    cluster.storagesOf(node.name()).stream()
                            .filter(s -> ask.caller().rights().has("/storage/" + s.id(), "Datastore.Audit"))
                            .forEach(s -> all.add(resource(node, s)));
                }
            }
        }
        return all;
    }

    private static boolean mayAudit(Ask ask, Vm vm) {
        return ask.caller().rights().has("/vms/" + vm.id(), "VM.Audit");
    }

    private static ObjectNode resource(Node node, Storage storage) {
        return Json.object()
                .put("id", "storage/" + node.name() + "/" + storage.id())
                .put("type", "storage")
                .put("node", node.name())
                .put("storage", storage.id())
                .put("plugintype", storage.type())
                .put("status", "available")
                .put("shared", storage.isShared() ? 1 : 0)
                .put("content", String.join(",", new TreeSet<>(storage.contents())))
                .put("disk", storage.used())
                .put("maxdisk", storage.total());
    }

    private JsonNode status(Ask ask) {
        ArrayNode all = Json.array();
        int id = 0;
        for (Node node : cluster.nodes()) {
            all.addObject()
                    .put("id", "node/" + node.name())
                    .put("name", node.name())
                    .put("type", "node")
                    .put("nodeid", id)
                    .put("ip", "10.99.0." + (id + 1))
                    .put("level", "")
                    .put("local", id == 0 ? 1 : 0)
                    .put("online", 1);
            id++;
        }
        return all;
    }
}
