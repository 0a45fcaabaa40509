package dev.vivarium.proxmox.fake.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.http.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Names for devices of hosts, and pools of machines. */
public final class GroupCalls {
    private final Cluster cluster;

    public GroupCalls(Cluster cluster) {
        this.cluster = cluster;
    }

    public void register(Routes routes) {
        routes.on("GET /cluster/mapping/pci", this::mappings)
                .on("POST /cluster/mapping/pci", this::map)
                .on("DELETE /cluster/mapping/pci/{id}", this::unmap)
                .on("POST /cluster/mapping/dir", ask -> Json.nothing())
                .on("GET /pools", this::pools)
                .on("POST /pools", this::addPool)
                .on("PUT /pools", this::changePool)
                .on("GET /pools/{poolid}", ask -> pool(ask.text("poolid")));
    }

    private JsonNode mappings(Ask ask) {
        ArrayNode all = Json.array();
        synchronized (cluster) {
            cluster.mappings.forEach((name, lines) -> {
                if (!mayUse(ask, name)) {
                    return;
                }
                ObjectNode item =
                        all.addObject().put("id", name).put("type", "pci").put("digest", "9a6abbde");
                lines.forEach(item.putArray("map")::add);
                ask.find("check-node").ifPresent(node -> {
                    ArrayNode checks = item.putArray("checks");
                    PciMappings.problem(cluster, node, name)
                            .ifPresent(text -> checks.addObject()
                                    .put("severity", "error")
                                    .put("message", "Invalid configuration: " + text + "\n"));
                });
            });
        }
        return all;
    }

    private static boolean mayUse(Ask ask, String name) {
        return List.of("Mapping.Use", "Mapping.Audit", "Mapping.Modify").stream()
                .anyMatch(privilege -> ask.caller().rights().has("/mapping/pci/" + name, privilege));
    }

    private JsonNode map(Ask ask) {
        synchronized (cluster) {
            cluster.mappings.put(ask.text("id"), Request.list(ask.text("map")));
        }
        return Json.nothing();
    }

    private JsonNode unmap(Ask ask) {
        synchronized (cluster) {
            cluster.mappings.remove(ask.text("id"));
        }
        return Json.nothing();
    }

    private JsonNode pools(Ask ask) {
        ArrayNode all = Json.array();
        synchronized (cluster) {
            if (ask.find("poolid").isPresent()) {
                return all.add(pool(ask.text("poolid")));
            }
            cluster.pools.keySet().forEach(name -> all.addObject().put("poolid", name));
        }
        return all;
    }

    private JsonNode pool(String name) {
        synchronized (cluster) {
            if (!cluster.pools.containsKey(name)) {
                throw Refusal.of("pool '" + name + "' does not exist");
            }
            ObjectNode pool = Json.object().put("poolid", name);
            ArrayNode members = pool.putArray("members");
            cluster.pools
                    .get(name)
                    .forEach(id -> cluster.find(id)
                            .ifPresent(vm ->
                                    members.add(VmViews.resource(cluster, vm).without(List.of("pool", "tags")))));
            return pool;
        }
    }

    private JsonNode addPool(Ask ask) {
        synchronized (cluster) {
            if (cluster.pools.putIfAbsent(ask.text("poolid"), new TreeSet<>()) != null) {
                throw Refusal.of("create pool failed: pool '" + ask.text("poolid") + "' already exists");
            }
        }
        return Json.nothing();
    }

    private JsonNode changePool(Ask ask) {
        synchronized (cluster) {
            Map<String, java.util.Set<Integer>> pools = cluster.pools;
            for (String id : ask.or("vms", "").split("[,; ]+")) {
                if (!id.isEmpty()) {
                    pools.computeIfAbsent(ask.text("poolid"), p -> new TreeSet<>())
                            .add(Integer.valueOf(id));
                }
            }
        }
        return Json.nothing();
    }
}
