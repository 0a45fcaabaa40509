package dev.vivarium.proxmox.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vivarium.proxmox.fake.access.Rights;
import dev.vivarium.proxmox.fake.cluster.Node;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends what was once sent to a real server to the fake, and says where the answers differ. */
final class TranscriptReplay implements AutoCloseable {
    private static final Pattern VM = Pattern.compile(".*/qemu/([0-9]+).*");
    private final FakePve fake = FakePve.start(new FastClock(), 0, "9.2.11");
    private final PlainClient client = new PlainClient(fake);
    private final PlainClient root;
    private final PlainClient tester;
    private final HttpServer files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Rights testerRights = Rights.none();
    private final Map<String, String> upids = new HashMap<>();

    TranscriptReplay() throws IOException {
        fake.doorkeeper().user("root@pam", "SECRET", Rights.all());
        fake.doorkeeper().token("tester@pve!t1", "t1", testerRights);
        root = PlainClient.loggedIn(fake, "root@pam", "SECRET");
        tester = new PlainClient(fake, "PVEAPIToken=tester@pve!t1=t1");
        fake.cluster().pools.put("rigpool", new TreeSet<>());
        fake.cluster().pools.put("x1", new TreeSet<>());
        fake.cluster()
                .add(new Node(
                        "pve",
                        2,
                        24L << 30,
                        List.of("vmbr0", "vmbr1"),
                        List.of(new Node.PciDevice(
                                "0000:00:03.0",
                                "0x1af4",
                                "0x1041",
                                "0x020000",
                                "Red Hat, Inc.",
                                "Virtio network device",
                                -1))));
        files.createContext("/", this::file);
        files.start();
        Storage local = fake.cluster().storage("pve", "local");
        put(local, "import/guest.qcow2", "import", "qcow2", image("guest.qcow2", 196616));
        put(local, "iso/guest.iso", "iso", "iso", new byte[16 << 20]);
        put(local, "snippets/u.yml", "snippets", "snippet", new byte[33]);
    }

    private void put(Storage storage, String name, String content, String format, byte[] bytes) throws IOException {
        Path file = Files.write(fake.cluster().spool().resolve(name.replace('/', '-')), bytes);
        storage.put(name, content, format, 0, bytes.length, Optional.empty(), file);
    }

    /** Sends one; empty if the fake answered as the real one did, or if nothing can be compared. */
    Optional<String> differs(JsonNode exchange) {
        if (exchange.path("method").asText().equals("SHELL")) {
            onHost(exchange.path("path").asText());
            return Optional.empty();
        }
        String id = exchange.path("id").asText();
        if (NotAlike.UNSENT.contains(id)) {
            return Optional.of("not sent");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        exchange.path("params")
                .properties()
                .forEach(p -> parameters.put(p.getKey(), p.getValue().asText()));
        parameters.computeIfPresent(
                "url",
                (k, url) -> url.replace(
                        "10.99.0.1:8099", "127.0.0.1:" + files.getAddress().getPort()));
        String path = withOwnUpids(exchange.path("path").asText());
        prepare(exchange, path);
        PlainClient.Came came = exchange.path("method").asText().equals("UPLOAD")
                ? client.upload(
                        "local",
                        parameters,
                        path,
                        image(path, exchange.path("size").asInt()))
                : caller(id, exchange).send(exchange.path("method").asText(), path, parameters);
        Optional<String> difference = compare(exchange, came);
        if (path.endsWith("/status/stop") && came.status() == 200) {
            await(came.json().path("data").asText());
        }
        vm(path).ifPresent(vm -> vm.heldUntil = Instant.EPOCH);
        return difference;
    }

    private PlainClient caller(String id, JsonNode exchange) {
        int number = Integer.parseInt(id.substring(3));
        if (id.startsWith("13.") && number >= 10 && number <= 20) {
            return tester;
        }
        return exchange.path("upid").asText().endsWith(":root@pam:") ? root : client;
    }

    private void file(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        byte[] bytes = image(name, 196616);
        exchange.sendResponseHeaders(name.startsWith("d.") ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Optional<Vm> vm(String path) {
        Matcher vm = VM.matcher(path);
        return vm.matches() ? fake.cluster().find(Integer.parseInt(vm.group(1))) : Optional.empty();
    }

    private String withOwnUpids(String path) {
        String own = path;
        for (Map.Entry<String, String> upid : upids.entrySet()) {
            own = own.replace(upid.getKey(), upid.getValue());
        }
        return own;
    }

    /** What a real host or guest did by itself. */
    private void prepare(JsonNode exchange, String path) {
        String exit = exchange.path("exit").asText();
        if (exchange.path("id").asText().equals("13.16")) {
            testerRights.grant(
                    "/vms/107",
                    "VM.Audit",
                    "VM.Console",
                    "VM.PowerMgmt",
                    "VM.Backup",
                    "VM.Config.CDROM",
                    "VM.Config.Cloudinit");
        } else if (exchange.path("id").asText().equals("12.34")) {
            parallelMachine();
        } else if (exchange.path("id").asText().equals("12.35")) {
            fake.tasks().all().forEach(task -> await(task.upid()));
        } else if (exit.contains("swtpm_setup")) {
            fake.tasks().failNext("qmstart", exit);
        }
        boolean deaf = exit.contains("powerdown failed") || path.endsWith("/qemu/181/status/shutdown");
        vm(path).ifPresent(vm -> {
            if (deaf) {
                fake.power().ignoreShutdown(vm.id());
            }
            if (exit.contains("can't lock file") && !path.contains("/181/")) {
                vm.heldUntil = Instant.MAX;
            }
            if (vm.id() == 150 || path.contains("/qemu/100/agent")) {
                fake.guests().agent(vm.id());
            }
        });
    }

    /** What was done by several at once: a machine, and a snapshot of it that goes on for a while. */
    private void parallelMachine() {
        client.send(
                "POST",
                "/nodes/pve/qemu",
                Map.of("vmid", "190", "memory", "64", "scsi0", "local:1,format=qcow2", "start", "1"));
        fake.tasks().take("qmsnapshot", Duration.ofMinutes(1));
        client.send("POST", "/nodes/pve/qemu/190/snapshot", Map.of("snapname", "p1", "vmstate", "1"));
        fake.tasks().take("qmsnapshot", Duration.ZERO);
    }

    /** Edits of configuration files by hand. */
    private void onHost(String command) {
        Matcher edit = Pattern.compile("sed -i '(1i |/\\^)([a-z0-9]+):?(?: ([^']*))?(?:/d|:/d)?' \\S*/([0-9]+)\\.conf")
                .matcher(command);
        if (!edit.find()) {
            return;
        }
        Vm vm = fake.cluster().find(Integer.parseInt(edit.group(4))).orElseThrow();
        boolean adds = edit.group(1).equals("1i ");
        if (edit.group(2).equals("lock")) {
            vm.lock = adds ? Optional.of(edit.group(3)) : Optional.empty();
        } else if (adds) {
            vm.config.put(edit.group(2), edit.group(3));
        } else {
            vm.config.remove(edit.group(2));
        }
    }

    private static byte[] image(String name, int size) {
        byte[] bytes = new byte[size];
        if (name.endsWith(".qcow2") && !name.startsWith("not") && size >= 32) {
            ByteBuffer.wrap(bytes).putInt(0, 0x514649fb).putLong(24, 512L << 20);
        }
        return bytes;
    }

    private Optional<String> compare(JsonNode exchange, PlainClient.Came came) {
        if (came.status() != exchange.path("status").asInt()) {
            return Optional.of("status " + came.status() + " " + came.reason() + " instead of "
                    + exchange.path("status").asInt() + " "
                    + exchange.path("reason").asText());
        } else if (!came.reason().equals(exchange.path("reason").asText())) {
            return Optional.of("'" + came.reason() + "' instead of '"
                    + exchange.path("reason").asText() + "'");
        } else if (!exchange.has("shape")) {
            return Optional.empty();
        }
        JsonNode body = came.json();
        if (exchange.has("message") && !body.path("message").equals(exchange.get("message"))
                || exchange.has("errors") && !body.path("errors").equals(exchange.get("errors"))) {
            return Optional.of("body " + body + " instead of " + exchange.path("message") + exchange.path("errors"));
        }
        Optional<String> shape = Shapes.difference("", exchange.get("shape"), body);
        return shape.isPresent() || !exchange.has("upid")
                ? shape
                : task(exchange, body.path("data").asText());
    }

    private Optional<String> task(JsonNode exchange, String upid) {
        upids.put(exchange.path("upid").asText(), upid);
        if (!exchange.has("exit")) {
            return Optional.empty();
        }
        JsonNode status = await(upid);
        if (!plain(status.path("exitstatus").asText())
                .equals(plain(exchange.path("exit").asText()))) {
            return Optional.of(
                    "the task ended with '" + status.path("exitstatus").asText() + "' instead of '"
                            + exchange.path("exit").asText() + "'");
        }
        JsonNode lines = client.send("GET", "/nodes/pve/tasks/" + upid + "/log", Map.of("limit", "0"))
                .json()
                .path("data");
        JsonNode real = exchange.path("log");
        String last = lines.path(lines.size() - 1).path("t").asText();
        if (real.size() > 0
                && !plain(last).equals(plain(real.path(real.size() - 1).asText()))) {
            return Optional.of("the log ends with '" + last + "' instead of '"
                    + real.path(real.size() - 1).asText() + "'");
        }
        return exchange.has("taskShape")
                ? Shapes.difference("task", exchange.get("taskShape"), status)
                : Optional.empty();
    }

    /** Without what is another at every run. */
    private static String plain(String text) {
        return text.replaceAll("pveupload-[0-9a-f]+", "pveupload")
                .replaceAll("[0-9a-f]{64}", "DIGEST")
                .strip();
    }

    private JsonNode await(String upid) {
        while (true) {
            JsonNode status = client.send("GET", "/nodes/pve/tasks/" + upid + "/status", Map.of())
                    .json()
                    .path("data");
            if (status.path("status").asText().equals("stopped")) {
                return status;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        files.stop(0);
        fake.close();
    }
}
