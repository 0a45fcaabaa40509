package dev.vivarium.proxmox.fake.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.http.Request;
import dev.vivarium.proxmox.fake.task.Task;
import dev.vivarium.proxmox.fake.vm.Devices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that come: uploaded, or downloaded by the node. */
public final class TransferCalls {
    private final Cluster cluster;

    public TransferCalls(Cluster cluster) {
        this.cluster = cluster;
    }

    public void register(Routes routes) {
        String one = "POST /nodes/{node}/storage/{storage}";
        routes.on(one + "/upload", this::upload).on(one + "/download-url", this::download);
    }

    private JsonNode upload(Ask ask) {
        Request.Upload upload = ask.file()
                .orElseThrow(() -> Refusal.parameter("filename", "property is missing and it is not optional"));
        String content = ask.text("content");
        Storage storage = taking(ask, content);
        String name = name(content, upload.name());
        return Json.text(cluster.tasks()
                .start(ask.node(), "imgcopy", "", ask.caller(), task -> {
                    String from = "/var/tmp/" + upload.spooled().getFileName();
                    task.log("starting file import from: " + from);
                    cluster.tasks().work(task);
                    check(ask, upload.spooled());
                    image(content, name, upload.spooled(), from);
                    task.log("target node: " + ask.node());
                    String target = put(storage, content, name, upload.spooled());
                    task.log("target file: " + target);
                    task.log("file size is: " + size(upload.spooled()));
                    task.log("command: cp -- " + from + " " + target);
                    task.log("finished file import successfully");
                })
                .upid());
    }

    private Storage taking(Ask ask, String content) {
        Storage storage = cluster.storage(ask.node(), ask.text("storage"));
        if (!storage.contents().contains(content)) {
            throw Refusal.of("storage '" + storage.id() + "' does not support '" + content + "' content");
        }
        return storage;
    }

    private static String name(String content, String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("[^-a-zA-Z0-9_.]", "_");
        boolean good = switch (content) {
            case "iso" -> name.matches("(?i).+\\.(iso|img)");
            case "vztmpl" -> name.matches(".+\\.tar\\.(gz|xz|zst|bz2)|.+\\.tar");
            default -> name.matches(".+\\.(qcow2|raw|vmdk|ova)");
        };
        if (!good) {
            boolean image = content.equals("import");
            throw Refusal.parameter("filename", image ? "invalid filename or wrong extension" : "wrong file extension");
        }
        return name;
    }

    private static void check(Ask ask, Path file) {
        Optional<String> wanted = ask.find("checksum");
        if (wanted.isPresent() && ask.or("checksum-algorithm", "").equals("sha256")) {
            String got = Digest.ofFile(file).hex();
            if (!got.equalsIgnoreCase(wanted.get())) {
                throw Refusal.of("checksum mismatch: got '" + got + "' != expect '" + wanted.get() + "'");
            }
        }
    }

    private static void image(String content, String name, Path file, String shown) {
        if (content.equals("import") && name.endsWith(".qcow2") && !Devices.isQcow2(file)) {
            throw Refusal.of("qemu-img: Could not open '" + shown + "': Image is not in qcow2 format");
        }
    }

    private String put(Storage storage, String content, String name, Path file) {
        String format = content.equals("import")
                ? name.substring(name.lastIndexOf('.') + 1)
                : content.equals("iso") ? "iso" : "tzst";
        synchronized (cluster) {
            return storage.put(content + "/" + name, content, format, 0, size(file), Optional.empty(), file)
                    .path();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode download(Ask ask) {
        String content = ask.text("content");
        Storage storage = taking(ask, content);
        String name = name(content, ask.text("filename"));
        return Json.text(cluster.tasks()
                .start(ask.node(), "download", name, ask.caller(), task -> download(ask, storage, content, name, task))
                .upid());
    }

    private void download(Ask ask, Storage storage, String content, String name, Task task) {
        String last = storage.path()
                + (content.equals("iso")
                        ? "/template/iso/"
                        : content.equals("import") ? "/import/" : "/template/cache/")
                + name;
        task.log("downloading " + ask.text("url") + " to " + last);
        if (storage.find(content + "/" + name).isPresent()) {
            throw Refusal.of("refusing to override existing file '" + last + "'");
        }
        Path file = cluster.spool().resolve("download-" + task.upid().hashCode() + "-" + name);
        try (InputStream in = URI.create(ask.text("url")).toURL().openStream()) {
            Files.copy(in, file);
        } catch (IOException e) {
            task.log(String.valueOf(e.getMessage()));
            throw Refusal.of("download failed: exit code 8");
        }
        cluster.tasks().work(task);
        if (ask.find("checksum").isPresent()) {
            task.log("calculating checksum...");
        }
        check(ask, file);
        image(content, name, file, last + ".tmp_dwnl");
        put(storage, content, name, file);
        task.log("download of '" + ask.text("url") + "' to '" + last + "' finished");
    }
}
