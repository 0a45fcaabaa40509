package dev.vivarium.proxmox.fake.vm;

import dev.vivarium.proxmox.fake.access.Caller;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who may write what into a configuration, and what of a request belongs into it. */
final class ConfigRules {
    private static final Set<String> NOT_CONFIG = Set.of(
            "node",
            "vmid",
            "start",
            "pool",
            "storage",
            "digest",
            "delete",
            "revert",
            "force",
            "skiplock",
            "unique",
            "archive",
            "background_delay",
            "bwlimit",
            "live-restore",
            "ha-managed",
            "import-working-storage",
            "ostemplate",
            "rootfs-size",
            "restore",
            "password",
            "ssh-public-keys",
            "ignore-unpack-errors");
    private static final Set<String> CPU =
            Set.of("cores", "sockets", "cpu", "cpulimit", "cpuunits", "numa", "vcpus", "affinity");
    private static final Set<String> MEMORY = Set.of("memory", "balloon", "shares", "hugepages", "swap");
    private static final Set<String> HARDWARE = Set.of(
            "bios",
            "machine",
            "scsihw",
            "vga",
            "acpi",
            "kvm",
            "rng0",
            "watchdog",
            "keyboard",
            "arch",
            "smbios1",
            "vmgenid",
            "tablet",
            "audio0",
            "ivshmem");
    private static final Set<String> CLOUD_INIT =
            Set.of("ciuser", "cipassword", "cicustom", "citype", "ciupgrade", "nameserver", "searchdomain", "sshkeys");
    private static final Set<String> ROOT = Set.of("args", "lock", "hookscript");

    private ConfigRules() {}

    /** What goes into the configuration. */
    static Map<String, String> options(Ask ask) {
        Map<String, String> options = new TreeMap<>(ask.parameters());
        options.keySet().removeAll(NOT_CONFIG);
        Optional.ofNullable(options.get("tags")).ifPresent(tags -> options.put("tags", tags(tags)));
        options.computeIfPresent("description", (k, text) -> text.stripTrailing());
        options.replaceAll((key, value) -> key.matches("net[0-9]+") ? Devices.card(value) : value);
        return options;
    }

    private static String tags(String text) {
        Set<String> tags = new TreeSet<>();
        Arrays.stream(text.split("[ ,;]+"))
                .map(tag -> tag.toLowerCase(java.util.Locale.ROOT))
                .forEach(tags::add);
        tags.remove("");
        return String.join(";", tags);
    }

    /** Refuses keys that {@code ssh-keygen} does not know. */
    static void checkSshKeys(Ask ask) {
        String keys = URLDecoder.decode(ask.or("sshkeys", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        boolean good = keys.lines().filter(line -> !line.isBlank()).allMatch(ConfigRules::isKey);
        if (!good) {
            throw Refusal.of("SSH public key validation error");
        }
    }

    private static boolean isKey(String line) {
        String[] words = line.split(" ", -1);
        return words.length > 1
                && words[0].matches("(ssh|ecdsa|sk)-[a-z0-9@.-]+")
                && words[1].matches("AAAA[A-Za-z0-9+/]+=*");
    }

    /** Refuses what this caller may not set. */
    static void checkRights(
            Cluster cluster, String node, Caller caller, int vmid, Map<String, String> options, String pool) {
        for (Map.Entry<String, String> option : options.entrySet()) {
            String key = option.getKey();
            if (ROOT.contains(key) && !caller.isRoot()) {
                throw Refusal.of("only root can set '" + key + "' config");
            } else if (key.matches("hostpci[0-9]+")) {
                device(caller, key, option.getValue());
            } else if (Drive.isKey(key) && !key.startsWith("unused")) {
                drive(cluster, node, caller, key, option.getValue());
            } else if (key.matches("net[0-9]+")) {
                Drive.parse(option.getValue())
                        .option("bridge")
                        .ifPresent(
                                bridge -> caller.rights().requireAny("/sdn/zones/localnetwork/" + bridge, "SDN.Use"));
            }
            String privilege = privilege(key, option.getValue());
            boolean byPool = !pool.isEmpty() && caller.rights().has("/pool/" + pool, privilege);
            if (!byPool) {
                caller.rights().require("/vms/" + vmid, privilege);
            }
        }
    }

    private static void device(Caller caller, String key, String value) {
        Optional<String> mapping = Drive.parse(value).option("mapping");
        if (mapping.isEmpty() && !caller.isRoot()) {
            throw Refusal.of("only root can set '" + key + "' config for non-mapped devices");
        }
        mapping.ifPresent(name -> caller.rights().require("/mapping/pci/" + name, "Mapping.Use"));
    }

    private static void drive(Cluster cluster, String node, Caller caller, String key, String value) {
        Drive drive = Drive.parse(value);
        Optional<String> source = drive.option("import-from");
        if (source.isPresent() && !drive.rest().equals("0")) {
            throw Refusal.parameter(
                    key, "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
        } else if ((source.orElse("").startsWith("/") || drive.file().startsWith("/")) && !caller.isRoot()) {
            throw Refusal.of(
                    "Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.");
        } else if (drive.storage().isEmpty()) {
            return;
        }
        cluster.storage(node, drive.storage());
        if (drive.isVolume() && drive.rest().startsWith("import/")) {
            throw Refusal.parameter(key, "content type needs to be 'images' or 'iso'");
        } else if (drive.isVolume()) {
            caller.rights().requireAny("/storage/" + drive.storage(), "Datastore.Audit", "Datastore.AllocateSpace");
        } else {
            caller.rights().require("/storage/" + drive.storage(), "Datastore.AllocateSpace");
        }
        source.filter(from -> from.indexOf(':') > 0).ifPresent(from -> {
            String storage = from.substring(0, from.indexOf(':'));
            cluster.storage(node, storage);
            if (from.substring(from.indexOf(':') + 1).startsWith("iso/")) {
                throw Refusal.parameter(key, from + " - import-from needs a volume of type 'images' or 'import'");
            }
            caller.rights().requireAny("/storage/" + storage, "Datastore.Audit", "Datastore.AllocateSpace");
        });
    }

    private static String privilege(String key, String value) {
        if (Drive.isKey(key)) {
            return Drive.parse(value).isCdrom() && !value.contains(":cloudinit") ? "VM.Config.CDROM" : "VM.Config.Disk";
        } else if (CPU.contains(key)) {
            return "VM.Config.CPU";
        } else if (MEMORY.contains(key)) {
            return "VM.Config.Memory";
        } else if (key.matches("net[0-9]+")) {
            return "VM.Config.Network";
        } else if (CLOUD_INIT.contains(key) || key.matches("ipconfig[0-9]+")) {
            return "VM.Config.Cloudinit";
        } else if (HARDWARE.contains(key) || key.matches("(hostpci|serial|usb|parallel)[0-9]+")) {
            return "VM.Config.HWType";
        }
        return "VM.Config.Options";
    }
}
