package dev.vivarium.proxmox.api;

/**
 * A cluster of Proxmox VE, spoken to through its REST interface. Blocking; safe for threads. Every failure is a {@link
 * dev.vivarium.core.model.VivariumException} as {@link PveErrors} has it.
 *
 * <pre>{@code
 * try (Pve pve = Pve.open(PveSettings.of(new PveLogin.Token("vivarium@pve!nodes", secret), URI.create("https://pve1:8006")))) {
 *     Upid start = pve.machines("pve1").start(100);
 *     pve.waits().await(start, TaskWait.of("starting the machine"), work);
 * }
 * }</pre>
 */
public final class Pve implements AutoCloseable {
    private final Wire wire;
    private final PveRuntime runtime;

    private Pve(PveSettings settings, PveRuntime runtime) {
        this.runtime = runtime;
        this.wire = new Wire(settings, Repeats.DEFAULT, runtime);
    }

    /**
     * A client; asks nothing yet.
     *
     * @throws dev.vivarium.core.model.VivariumException of kind INVALID if the certificates of a file cannot be read
     */
    public static Pve open(PveSettings settings) {
        return open(settings, PveRuntime.system());
    }

    /** A client in a world of its own; for tests. */
    public static Pve open(PveSettings settings, PveRuntime runtime) {
        return new Pve(settings, runtime);
    }

    /** Which release answers. */
    public PveVersion version() {
        return PveVersion.read(Fields.of(wire.ask(PveCall.get(Params.none(), "version"))));
    }

    /** What concerns all nodes. */
    public ClusterCalls cluster() {
        return new ClusterCalls(wire);
    }

    /** The rights of the one who asks. */
    public AccessCalls access() {
        return new AccessCalls(wire);
    }

    /** A node's own things: processors, storages, bridges, PCI devices. */
    public NodeCalls node(String node) {
        return new NodeCalls(wire, node);
    }

    /** The volumes on a node's storages, and ways to bring files there. */
    public StorageCalls storage(String node) {
        return new StorageCalls(wire, node);
    }

    /** Virtual machines on a node. */
    public GuestCalls machines(String node) {
        return new GuestCalls(wire, node, GuestType.QEMU);
    }

    /** Containers on a node. */
    public GuestCalls containers(String node) {
        return new GuestCalls(wire, node, GuestType.LXC);
    }

    /** The agent inside virtual machines on a node. */
    public AgentCalls agent(String node) {
        return new AgentCalls(wire, node);
    }

    /** Tasks, by their names. */
    public TaskCalls tasks() {
        return new TaskCalls(wire);
    }

    /** Waits for tasks. */
    public TaskWaits waits() {
        return new TaskWaits(tasks(), runtime.nanoTime());
    }

    @Override
    public void close() {
        wire.close();
    }
}
