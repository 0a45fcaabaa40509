package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.HostResources;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Faults;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Guests;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The server behind every {@link SimulatedHypervisor}: machines, their snapshots and guests, as they are whoever is
 * connected. Like a real server it knows nothing of journals and does not mind two machines with the same mark: whoever
 * calls it has to see to that. Safe for threads.
 */
public final class SimulatedServer implements AutoCloseable {
    private final Clock clock;
    private final boolean listening;
    private final Guests guests = new Guests();
    private final Set<Misbehaviour> wrong = ConcurrentHashMap.newKeySet();
    private final Faults faults = new Faults();
    private final Map<String, StoredMachine> machines = new ConcurrentSkipListMap<>();
    private final Map<String, StoredMachine> before = new ConcurrentHashMap<>();
    private final Map<String, ResourceLimits> limits = new ConcurrentHashMap<>();
    private final Map<Capability, String> denied = new EnumMap<>(Capability.class);
    private final Effects effects;
    private volatile Tasks tasks = Tasks.none();
    private List<Gpu> gpus = List.of();
    private volatile HostResources resources =
            new HostResources(Optional.of(64), Optional.of(262_144L), Optional.of(196_608L), Optional.of(1_048_576L));
    private final AtomicInteger lastRef = new AtomicInteger(99);
    private final AtomicInteger lastPort = new AtomicInteger(20000);

    /** A server without machines, in which guests only have a state: thousands of them cost nothing. */
    public SimulatedServer(Clock clock) {
        this(clock, false);
    }

    /**
     * A server without machines.
     *
     * @param listening whether guests answer over SSH and HTTP, on their machine's published ports
     */
    public SimulatedServer(Clock clock, boolean listening) {
        this.clock = clock;
        this.listening = listening;
        this.effects = new Effects(clock);
        deny(Capability.GPU_PASSTHROUGH, "this simulated host has no GPU");
        deny(Capability.TEMPLATE, "this simulated host has no templates; give an image file");
    }

    /** From now on this server cannot do this, for this reason. */
    public SimulatedServer deny(Capability capability, String reason) {
        synchronized (denied) {
            denied.put(capability, reason);
        }
        return this;
    }

    /** From now on this server has these GPUs, and passes them through. */
    public SimulatedServer gpus(Gpu... present) {
        synchronized (denied) {
            gpus = List.of(present);
            denied.remove(Capability.GPU_PASSTHROUGH);
        }
        return this;
    }

    List<Gpu> gpus() {
        synchronized (denied) {
            return gpus;
        }
    }

    /** From now on this server has this for its machines. */
    public SimulatedServer resources(HostResources present) {
        resources = present;
        return this;
    }

    HostResources resources() {
        return resources;
    }

    /** The faults that wait for every connection. */
    public Faults faults() {
        return faults;
    }

    /** From now on each change of a machine takes this long in real time, and only so many go on at once. */
    public SimulatedServer tasks(Duration each, int atOnce) {
        tasks = new Tasks(each, atOnce);
        return this;
    }

    /** Does what takes time at this machine. What was begun is not ended by whoever asked for it. */
    void work(NodeId node) {
        tasks.perform(node);
    }

    /** What happened to machines since the server came to be. */
    public Effects effects() {
        return effects;
    }

    /** All machines as they are now, whoever made them. */
    public List<SeenMachine> look() {
        return machines.values().stream().map(SeenMachine::of).toList();
    }

    /** The time on the server. */
    public Clock clock() {
        return clock;
    }

    /** Connects; what is made over this connection bears the installation's mark. */
    public SimulatedHypervisor connect(String name, InstallationId installation) {
        return new SimulatedHypervisor(this, name, installation, new Faults());
    }

    /** Connects, with faults that only this connection meets: a process that dies, for one. */
    public SimulatedHypervisor connect(String name, InstallationId installation, Faults ownFaults) {
        return new SimulatedHypervisor(this, name, installation, ownFaults);
    }

    /** How many machines there are, whoever made them. */
    public int size() {
        return machines.size();
    }

    /** The guests that answer over SSH: what they know, and whether they run. */
    public Guests guests() {
        return guests;
    }

    /** This is wrong with the guests of machines that are made from now on. */
    public SimulatedServer misbehave(Misbehaviour... misbehaviours) {
        wrong.addAll(List.of(misbehaviours));
        return this;
    }

    /** Machines that are made from now on have guests with which nothing is wrong. */
    public void behave() {
        wrong.clear();
    }

    /** The guest in this machine. */
    public GuestState guest(Machine machine) {
        return get(machine.ref()).guest();
    }

    /** What is in the machine's drives. */
    public List<Medium> media(Machine machine) {
        return get(machine.ref()).media();
    }

    Support supports(Capability capability) {
        synchronized (denied) {
            String reason = denied.get(capability);
            return reason == null ? Support.yes() : Support.no(reason);
        }
    }

    String nextRef() {
        return "sim-" + lastRef.incrementAndGet();
    }

    int nextPort() {
        return listening ? FreePorts.OF_PROCESS.next() : lastPort.incrementAndGet();
    }

    /** Chooses where this machine's ports are published. */
    List<PortForward> publish(MachineSpec spec) {
        if (!supports(Capability.PORT_FORWARD).isYes()) {
            return List.of();
        }
        return spec.ports().stream()
                .map(port -> new PortForward(port, new Endpoint("127.0.0.1", nextPort())))
                .toList();
    }

    /** Defines a machine unless the name is taken. */
    StoredMachine define(String ref, MachineSpec spec) {
        return machines.computeIfAbsent(ref, r -> {
            StoredMachine made = StoredMachine.defined(r, spec, newGuest());
            effects.add(made, Effect.What.MADE);
            return made;
        });
    }

    private GuestState newGuest() {
        GuestState guest = new GuestState(clock);
        guest.misbehave(wrong.toArray(Misbehaviour[]::new));
        return guest;
    }

    /** Brings the guest up after a power on. */
    void boot(StoredMachine machine) {
        if (listening) {
            guests.boot(machine.ref(), machine.guest(), machine.media(), machine.ports());
        }
    }

    /** Brings the guest up after a rollback to a snapshot with memory. */
    void resume(StoredMachine machine) {
        if (listening) {
            guests.resume(machine.ref(), machine.guest(), machine.ports());
        }
    }

    /** The limits on machines that run, by reference. */
    Map<String, ResourceLimits> limits() {
        return limits;
    }

    Collection<StoredMachine> all() {
        return machines.values();
    }

    /** As it was before the last change: what a server answers that reads from a replica. */
    Collection<StoredMachine> allBefore() {
        return before.values();
    }

    /** From now on an old answer is of a time when there was nothing. */
    public void forgetBefore() {
        before.clear();
    }

    Optional<StoredMachine> before(String ref) {
        return Optional.ofNullable(before.get(ref));
    }

    Optional<StoredMachine> marked(InstallationId installation, NodeId node) {
        return machines.values().stream()
                .filter(m -> m.isMarked(installation, node))
                .findFirst();
    }

    Optional<StoredMachine> lookUp(String ref) {
        return Optional.ofNullable(machines.get(ref));
    }

    StoredMachine get(String ref) {
        return lookUp(ref).orElseThrow(() -> gone(ref));
    }

    /** Replaces a machine in one step. */
    StoredMachine change(String ref, UnaryOperator<StoredMachine> change) {
        StoredMachine changed = machines.computeIfPresent(ref, (r, m) -> {
            before.put(r, m);
            StoredMachine after = change.apply(m);
            if (after.power() == Power.OFF) {
                limits.remove(ref); // they end with the machine's stop
            }
            return after;
        });
        if (changed == null) {
            throw gone(ref);
        }
        return changed;
    }

    void remove(String ref) {
        StoredMachine removed = machines.remove(ref);
        limits.remove(ref);
        if (removed != null) {
            effects.add(removed, Effect.What.REMOVED);
            before.put(ref, removed);
            removed.guest().powerOff();
            guests.stop(ref);
        }
    }

    /** Ends the guests that listen; the machines stay. */
    @Override
    public void close() {
        guests.close();
    }

    static VivariumException gone(String ref) {
        return new VivariumException(
                Kind.NOT_FOUND, "simulated.no-machine", "the server has no machine " + ref + " of this installation");
    }
}
