package dev.vivarium.testkit.contract;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.faults.RecordingWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A hypervisor under test and what the rules need around it. Made for each test; {@link #close} removes every trace. */
public interface ContractSubject extends AutoCloseable {

    /** The connected hypervisor; the same at each call. The subject closes it. */
    Hypervisor hypervisor();

    /** A second connection of the same installation, as a restarted process would make it. The caller closes it. */
    Hypervisor reconnect();

    /** Another installation on the same server. */
    Stranger stranger();

    /**
     * A spec for the next test machine, each time for another node: small, with an image that exists, at least two drives,
     * no medium, and the ports 22 and 8080.
     */
    MachineSpec spec();

    /** A work with an empty journal that waits as this hypervisor needs it; loses patience with a server that is silent. */
    RecordingWork work();

    /** What the server itself says is in the machine's drives: the digest of the content, by drive. Empty drives are not in it. */
    Map<Integer, Digest> drives(Machine machine);

    /**
     * How many machines the server has that could be this node's: directories, VMs, processes, whether or not they bear a
     * mark. Must not ask the hypervisor under test.
     */
    int machinesOnServer(MachineSpec spec);

    /** Looks into running guests; empty if the guests of {@link #spec} have no system. */
    default Optional<GuestProbe> probe() {
        return Optional.empty();
    }

    /** Reads and writes the disks of machines that are off, past the hypervisor under test. */
    DiskProbe disks();

    /** What does not belong to any machine, and should not be there when all machines are gone: files, volumes. */
    default List<String> leftovers() {
        return List.of();
    }

    /** Lets the guest of this running machine answer as a guest agent, where the guests of {@link #spec} have none. */
    default void agent(Machine machine) {}

    /** Whether the file systems of this guest are frozen at this moment; for guests that {@link #agent} plays. */
    default boolean frozen(Machine machine) {
        return false;
    }

    /**
     * A connection with trouble at its point of this number, counted from 0: before and after each call to the server. Empty if
     * the provider offers no such seam, or this trouble cannot come there.
     */
    default Optional<Trouble.Ahead> trouble(Trouble trouble, int point) {
        return Optional.empty();
    }

    /** Whether this one is to be tried: where machines are slow, a quick run tries one trouble at each point. */
    default boolean tries(Trouble trouble, int point) {
        return true;
    }

    @Override
    void close();

    /**
     * Another installation.
     *
     * @param hypervisor its connection; the subject closes it
     * @param spec of a machine that it may make
     */
    record Stranger(Hypervisor hypervisor, MachineSpec spec) {}
}
