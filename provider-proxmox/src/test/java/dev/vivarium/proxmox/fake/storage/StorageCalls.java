package dev.vivarium.proxmox.fake.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Sizes;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;

/** Storages, and the volumes on them. */
public final class StorageCalls {
    private final Cluster cluster;

    public StorageCalls(Cluster cluster) {
        this.cluster = cluster;
    }

    public void register(Routes routes) {
        String one = "/nodes/{node}/storage/{storage}";
        routes.on("GET /storage", this::configured)
                .on(
                        "GET /storage/{storage}",
                        ask -> configured(cluster.nodes().iterator().next().name(), ask.text("storage")))
                .on("GET /nodes/{node}/storage", this::list)
                .on("GET " + one + "/status", ask -> status(storage(ask)))
                .on("GET " + one + "/content", this::content)
                .on("POST " + one + "/content", this::allocate)
                .on("GET " + one + "/content/{volume}", this::volume)
                .on("DELETE " + one + "/content/{volume}", this::delete);
    }

    private Storage storage(Ask ask) {
        return cluster.storage(ask.node(), ask.text("storage"));
    }

    private JsonNode configured(Ask ask) {
        ArrayNode all = Json.array();
        String node = cluster.nodes().iterator().next().name();
        cluster.storagesOf(node).stream()
                .filter(s -> maySee(ask, s))
                .forEach(storage -> all.add(configured(node, storage.id())));
        return all;
    }

    private ObjectNode configured(String node, String id) {
        Storage storage = cluster.storage(node, id);
        ObjectNode item = Json.object().put("storage", id).put("type", storage.type());
        item.put("content", contents(storage)).put("digest", "1f4d18e011634daf6a074d7131df4d55e015c0a4");
        if (storage.isDirectory()) {
            item.put("path", storage.path());
        }
        return storage.isShared() ? item.put("shared", 1) : item;
    }

    private static String contents(Storage storage) {
        return String.join(",", new TreeSet<>(storage.contents()));
    }

    private static boolean maySee(Ask ask, Storage storage) {
        return ask.caller().rights().has("/storage/" + storage.id(), "Datastore.Audit")
                || ask.caller().rights().has("/storage/" + storage.id(), "Datastore.AllocateSpace");
    }

    private JsonNode list(Ask ask) {
        ArrayNode all = Json.array();
        cluster.node(ask.node());
        for (Storage storage : cluster.storagesOf(ask.node())) {
            boolean wanted = Arrays.stream(ask.or("content", "").split(","))
                    .allMatch(kind -> kind.isEmpty() || storage.contents().contains(kind));
            boolean named = ask.find("storage").map(storage.id()::equals).orElse(true);
            if (wanted && named && maySee(ask, storage)) {
                double share = storage.total() == 0 ? 0 : (double) storage.used() / storage.total();
                all.add(status(storage).put("storage", storage.id()).put("used_fraction", share));
            }
        }
        return all;
    }

    private ObjectNode status(Storage storage) {
        synchronized (cluster) {
            return Json.object()
                    .put("type", storage.type())
                    .put("content", contents(storage))
                    .put("total", storage.total())
                    .put("used", storage.used())
                    .put("avail", storage.free())
                    .put("active", 1)
                    .put("enabled", 1)
                    .put("shared", storage.isShared() ? 1 : 0);
        }
    }

    private JsonNode content(Ask ask) {
        ArrayNode all = Json.array();
        synchronized (cluster) {
            for (Volume volume : storage(ask).volumes()) {
                boolean kind = ask.find("content").map(volume.content()::equals).orElse(true);
                boolean owner = ask.find("vmid")
                        .map(id -> volume.vmid() == 0 || id.equals(String.valueOf(volume.vmid())))
                        .orElse(true);
                if (kind && owner) {
                    all.add(item(volume));
                }
            }
        }
        return all;
    }

    private static ObjectNode item(Volume volume) {
        ObjectNode item = Json.object().put("volid", volume.id()).put("content", volume.content());
        item.put("format", volume.format()).put("size", volume.size()).put("ctime", volume.created());
        if (volume.vmid() > 0) {
            item.put("vmid", volume.vmid()).put("used", volume.size() / 4);
            item.put("parent", volume.parent().map(parent -> "../" + parent).orElse(null));
        }
        return item;
    }

    private JsonNode allocate(Ask ask) {
        synchronized (cluster) {
            Storage storage = storage(ask);
            String owner = storage.isDirectory() ? ask.vmid() + "/" : "";
            String name = owner + ask.text("filename");
            if (storage.find(name).isPresent()) {
                throw Refusal.of("disk image '" + name + "' already exists");
            }
            String size = ask.text("size");
            long bytes = size.matches("[0-9]+") ? Long.parseLong(size) << 10 : Sizes.parse(size);
            return Json.text(
                    storage.put(name, "images", ask.or("format", "raw"), ask.vmid(), bytes, Optional.empty(), null)
                            .id());
        }
    }

    /** A volume's name may come with its storage or without. */
    private static String named(Ask ask) {
        String prefix = ask.text("storage") + ":";
        return ask.text("volume").startsWith(prefix)
                ? ask.text("volume").substring(prefix.length())
                : ask.text("volume");
    }

    private JsonNode volume(Ask ask) {
        synchronized (cluster) {
            Volume volume = storage(ask)
                    .find(named(ask))
                    .orElseThrow(() ->
                            Refusal.of("volume_size_info on '" + ask.text("storage") + ":" + named(ask) + "' failed"));
            return Json.object()
                    .put("path", volume.path())
                    .put("format", volume.content().equals("iso") ? "raw" : volume.format())
                    .put("size", (volume.size() + 511) / 512 * 512)
                    .put("used", (volume.size() + 4095) / 4096 * 4096);
        }
    }

    private JsonNode delete(Ask ask) {
        String name = named(ask);
        Storage storage = storage(ask);
        Optional<Volume> volume = storage.find(name);
        mayDelete(ask, storage, volume);
        String owner = volume.filter(v -> v.vmid() > 0).map(v -> v.vmid() + "@").orElse("");
        String upid = cluster.tasks()
                .start(ask.node(), "imgdel", owner + storage.id(), ask.caller(), task -> {
                    cluster.tasks().work(task);
                    synchronized (cluster) {
                        if (storage.find(name).isEmpty()) {
                            String last = name.substring(name.lastIndexOf('/') + 1);
                            task.log("disk image '" + storage.path() + "/template/iso/" + last + "' does not exist");
                        }
                        storage.find(name).ifPresent(storage::remove);
                        task.log("Removed volume '" + storage.id() + ":" + name + "'");
                    }
                })
                .upid();
        return ask.find("delay").isPresent() ? Json.nothing() : Json.text(upid);
    }

    private static void mayDelete(Ask ask, Storage storage, Optional<Volume> volume) {
        boolean ofVm = volume.map(v -> v.vmid() > 0).orElse(false);
        if (ofVm) {
            boolean byVm = ask.caller().rights().has("/vms/" + volume.get().vmid(), "VM.Config.Disk");
            if (!byVm) {
                ask.caller().rights().require("/storage/" + storage.id(), "Datastore.Allocate");
            }
        } else {
            ask.caller()
                    .rights()
                    .requireAny("/storage/" + storage.id(), "Datastore.Allocate", "Datastore.AllocateTemplate");
        }
    }
}
