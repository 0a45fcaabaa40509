package dev.vivarium.proxmox.fake.cluster;

import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import dev.vivarium.proxmox.fake.task.Tasks;
import dev.vivarium.testkit.guest.GuestState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All that a cluster keeps. Whoever looks or changes holds its monitor; nobody waits while holding it. */
public final class Cluster {
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Tasks tasks;
    private final Path spool;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private final Map<Integer, Vm> vms = new TreeMap<>();

    /** PCI mappings by name: their lines, one a node. */
    public final Map<String, List<String>> mappings = new TreeMap<>();

    /** Pools by name: the ids in them. */
    public final Map<String, Set<Integer>> pools = new TreeMap<>();

    /** What high availability keeps: state by id. */
    public final Map<Integer, String> ha = new TreeMap<>();

    /** How long something holds a machine's lock file after it was restarted by a rollback. */
    public Duration heldAfterRestart = Duration.ZERO;

    /** From now on creates that fail leave their volumes behind. */
    public boolean leavesVolumes;

    public Cluster(Clock clock, Tasks tasks, Path spool) {
        this.clock = clock;
        this.tasks = tasks;
        this.spool = spool;
    }

    public Clock clock() {
        return clock;
    }

    public Tasks tasks() {
        return tasks;
    }

    /** Where uploads lie. */
    public Path spool() {
        return spool;
    }

    /** Adds a node. */
    public synchronized void add(Node node) {
        nodes.put(node.name(), node);
    }

    public synchronized Collection<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** A node by its name. */
    public synchronized Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw Refusal.of("hostname lookup '" + name + "' failed - failed to get address info for: " + name
                    + ": Temporary failure in name resolution");
        }
        return node;
    }

    /** Adds a storage: one for all nodes if it is shared, else one on each node. */
    public synchronized void addStorage(String id, String type, boolean shared, long total, String... contents) {
        Storage one = new Storage(this, id, type, shared, total, Set.of(contents));
        for (String node : nodes.keySet()) {
            storages.put(node + "/" + id, shared ? one : new Storage(this, id, type, false, total, Set.of(contents)));
        }
    }

    /** A storage as a node sees it. */
    public synchronized Storage storage(String node, String id) {
        Storage storage = storages.get(node + "/" + id);
        if (storage == null) {
            throw Refusal.of("storage '" + id + "' does not exist");
        }
        return storage;
    }

    /** The storages of a node. */
    public synchronized List<Storage> storagesOf(String node) {
        return storages.entrySet().stream()
                .filter(e -> e.getKey().startsWith(node + "/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A volume by its whole name. */
    public synchronized Optional<Volume> volume(String node, String id) {
        int colon = id.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : storage(node, id.substring(0, colon)).find(id.substring(colon + 1));
    }

    /** The volumes that bear the number of a machine which is not there. */
    public synchronized List<String> orphans() {
        return storages.values().stream()
                .distinct()
                .flatMap(storage -> storage.volumes().stream())
                .filter(volume -> volume.vmid() > 0 && !vms.containsKey(volume.vmid()))
                .map(Volume::id)
                .toList();
    }

    public synchronized Collection<Vm> vms() {
        return List.copyOf(vms.values());
    }

    public synchronized Optional<Vm> find(int id) {
        return Optional.ofNullable(vms.get(id));
    }

    /** A machine on this node. */
    public synchronized Vm vm(String node, boolean container, int id) {
        Vm vm = vms.get(id);
        if (vm == null || vm.isContainer() != container || !vm.node().equals(node)) {
            throw Refusal.of("Configuration file 'nodes/" + node + "/" + (container ? "lxc" : "qemu-server") + "/" + id
                    + ".conf' does not exist");
        }
        return vm;
    }

    /** Makes a machine without anything in it. */
    public synchronized Vm define(int id, String node, boolean container) {
        Vm vm = new Vm(id, node, container, new GuestState(clock));
        vms.put(id, vm);
        return vm;
    }

    /** Takes a machine away, not its volumes. */
    public synchronized void forget(Vm vm) {
        vms.remove(vm.id());
        pools.values().forEach(members -> members.remove(vm.id()));
    }

    /** Holds a machine's lock file while something is done; what waits too long for it fails. */
    public void holding(Vm vm, Task task, Runnable action) {
        Object holder = acquire(vm, task);
        try {
            action.run();
        } finally {
            synchronized (this) {
                if (vm.holder == holder) {
                    vm.holder = null;
                }
            }
        }
    }

    private Object acquire(Vm vm, Task task) {
        Object holder = new Object();
        Instant patience = clock.instant().plus(LOCK_PATIENCE);
        boolean waited = false;
        while (!take(vm, holder)) {
            if (!waited) {
                task.log("trying to acquire lock...");
                waited = true;
            }
            if (!clock.instant().isBefore(patience)) {
                throw Refusal.of("can't lock file '" + vm.lockFile() + "' - got timeout");
            }
            task.takes(Duration.ofMillis(50));
        }
        if (waited) {
            task.log(" OK");
        }
        return holder;
    }

    private synchronized boolean take(Vm vm, Object holder) {
        if (vm.holder != null || vm.heldUntil.isAfter(clock.instant())) {
            return false;
        }
        vm.holder = holder;
        return true;
    }

    /** Refuses if a machine is locked by what changes it. */
    public synchronized void unlocked(Vm vm) {
        if (vm.lock.isPresent()) {
            throw Refusal.of((vm.isContainer() ? "CT" : "VM") + " is locked (" + vm.lock.get() + ")");
        }
    }
}
