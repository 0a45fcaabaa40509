package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the agent in a guest says, if there is one. */
public final class AgentCalls {
    private final Cluster cluster;
    private final PlayedGuests guests;
    private final Map<String, String> files = new ConcurrentHashMap<>();

    private interface Said {
        JsonNode answer(Vm vm, Ask ask);
    }

    public AgentCalls(Cluster cluster, PlayedGuests guests) {
        this.cluster = cluster;
        this.guests = guests;
    }

    public void register(Routes routes) {
        on(routes, "POST", "ping", (vm, ask) -> result(Json.object()));
        on(routes, "GET", "network-get-interfaces", (vm, ask) -> result(interfaces(vm)));
        on(
                routes,
                "GET",
                "get-osinfo",
                (vm, ask) -> result(Json.object()
                        .put("kernel-release", "6.12.107-cloud-amd64")
                        .put("machine", "x86_64")
                        .put("kernel-version", "#1 SMP PREEMPT_DYNAMIC")));
        on(routes, "GET", "info", (vm, ask) -> {
            ObjectNode info = Json.object().put("version", "8.2.2");
            info.putArray("supported_commands");
            return result(info);
        });
        on(routes, "POST", "fsfreeze-freeze", (vm, ask) -> frozen(vm, true));
        on(routes, "POST", "fsfreeze-thaw", (vm, ask) -> frozen(vm, false));
        on(
                routes,
                "POST",
                "fsfreeze-status",
                (vm, ask) -> result(Json.text(guests.isFrozen(vm.id()) ? "frozen" : "thawed")));
        on(routes, "POST", "file-write", (vm, ask) -> {
            files.put(vm.id() + ask.text("file"), ask.text("content"));
            return Json.nothing();
        });
        on(routes, "GET", "file-read", this::read);
    }

    private void on(Routes routes, String method, String command, Said said) {
        routes.on(method + " /nodes/{node}/qemu/{vmid}/agent/" + command, ask -> {
            Vm vm = cluster.vm(ask.node(), false, ask.vmid());
            if (!vm.running) {
                throw Refusal.of("VM " + vm.id() + " is not running");
            } else if (!vm.hasAgent()) {
                throw Refusal.of("No QEMU guest agent configured");
            } else if (!guests.hasAgent(vm)) {
                throw Refusal.of("QEMU guest agent is not running");
            }
            return said.answer(vm, ask);
        });
    }

    private static ObjectNode result(JsonNode result) {
        ObjectNode answer = Json.object();
        answer.set("result", result);
        return answer;
    }

    private JsonNode frozen(Vm vm, boolean still) {
        guests.freeze(vm, still);
        return result(Json.object().put("n", 1).get("n"));
    }

    private JsonNode read(Vm vm, Ask ask) {
        String content = files.get(vm.id() + ask.text("file"));
        if (content == null) {
            throw Refusal.of("Agent error: failed to open file '" + ask.text("file")
                    + "' (mode: 'r'): No such file or directory");
        }
        return Json.object().put("content", content).put("bytes-read", content.length());
    }

    /** The loopback device, and one of the machine's for each card: it is reached on this computer. */
    private ArrayNode interfaces(Vm vm) {
        ArrayNode all = Json.array();
        addInterface(all, "lo", "00:00:00:00:00:00", "127.0.0.1", 8);
        vm.config.forEach((key, line) -> {
            if (key.matches("net[0-9]+")) {
                String mac = line.replaceFirst(".*?=([0-9A-Fa-f:]{17}).*", "$1").toLowerCase(Locale.ROOT);
                addInterface(
                        all,
                        "eth" + key.substring(3),
                        mac,
                        guests.address(vm.id()).getHostAddress(),
                        24);
            }
        });
        return all;
    }

    private static void addInterface(ArrayNode all, String name, String mac, String address, int prefix) {
        ObjectNode one = all.addObject().put("name", name).put("hardware-address", mac);
        one.putArray("ip-addresses")
                .addObject()
                .put("ip-address", address)
                .put("ip-address-type", "ipv4")
                .put("prefix", prefix);
        ObjectNode statistics = one.putObject("statistics");
        for (String direction : new String[] {"rx", "tx"}) {
            for (String what : new String[] {"bytes", "packets", "errs", "dropped"}) {
                statistics.put(direction + "-" + what, 0);
            }
        }
    }
}
