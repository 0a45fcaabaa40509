package dev.vivarium.proxmox.fake.cluster;

import dev.vivarium.testkit.guest.GuestState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A virtual machine or a container. Guarded by its cluster. */
public final class Vm {
    private final int id;
    private final String node;
    private final boolean container;
    private final GuestState guest;

    /** The configuration as it runs. */
    public final Map<String, String> config = new TreeMap<>();

    /** What a running machine gets at its next start. */
    public final Map<String, String> pending = new TreeMap<>();

    /** What a running machine loses at its next start. */
    public final Set<String> pendingDelete = new LinkedHashSet<>();

    public final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    public Optional<String> parent = Optional.empty();
    public Optional<String> lock = Optional.empty();
    public boolean running;
    public boolean paused;

    /** Whether it was started with devices of its host. */
    public boolean hasHostDevices;

    /** After a failed attempt to save memory, no snapshot works until the machine stops. */
    public boolean savingBlocked;

    public Instant startedAt = Instant.EPOCH;

    /** A task that holds the configuration's lock file. */
    public @Nullable Object holder;

    /** Something of the host holds the lock file until then. */
    public Instant heldUntil = Instant.EPOCH;

    /** One snapshot. */
    public static final class Snapshot {
        public final Map<String, String> config;
        public final Optional<String> parent;
        public final long time;
        public final boolean memory;
        public String description;
        public boolean preparing = true;
        public Optional<String> newParent = Optional.empty();
        public GuestState.@Nullable Image image;
        public Optional<Volume> state = Optional.empty();

        Snapshot(Map<String, String> config, Optional<String> parent, long time, boolean memory, String description) {
            this.config = new TreeMap<>(config);
            this.parent = parent;
            this.newParent = parent;
            this.time = time;
            this.memory = memory;
            this.description = description;
        }
    }

    Vm(int id, String node, boolean container, GuestState guest) {
        this.id = id;
        this.node = node;
        this.container = container;
        this.guest = guest;
    }

    public int id() {
        return id;
    }

    public String node() {
        return node;
    }

    public boolean isContainer() {
        return container;
    }

    /** {@code qemu} or {@code lxc}. */
    public String kind() {
        return container ? "lxc" : "qemu";
    }

    public GuestState guest() {
        return guest;
    }

    public boolean isTemplate() {
        return "1".equals(config.get("template"));
    }

    /** Unnamed ones have a name all the same. */
    public String name() {
        return config.getOrDefault(container ? "hostname" : "name", (container ? "CT " : "VM ") + id);
    }

    /** Begins a snapshot. */
    public Snapshot snapshot(String name, long time, boolean memory, String description) {
        Snapshot snapshot = new Snapshot(config, parent, time, memory, description);
        snapshots.put(name, snapshot);
        return snapshot;
    }

    /** Whether the agent is configured. */
    public boolean hasAgent() {
        String agent = config.getOrDefault("agent", "0");
        return agent.startsWith("1") || agent.contains("enabled=1");
    }

    /** The lock file, as error texts name it. */
    public String lockFile() {
        return container ? "/run/lock/lxc/pve-config-" + id + ".lock" : "/var/lock/qemu-server/lock-" + id + ".conf";
    }

    /** Makes a new generation id, as every start after a rollback does. */
    public void newGeneration() {
        if (!container) {
            config.put("vmgenid", UUID.randomUUID().toString());
        }
    }

    /** What changes with the configuration. */
    public String digest() {
        StringBuilder all = new StringBuilder(config.toString()).append(pending).append(pendingDelete);
        all.append(parent).append(lock);
        snapshots.forEach((name, s) ->
                all.append(name).append(s.config).append(s.description).append(s.preparing));
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
