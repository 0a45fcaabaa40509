package dev.vivarium.core.spi;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import java.util.List;
import java.util.Optional;

/**
 * One connected hypervisor. Calls block, may come from several threads, and are idempotent: <em>stop anywhere, call again
 * with the same arguments and the same {@link Work}, get exactly one machine</em>. Every failure is a {@link
 * dev.vivarium.core.model.VivariumException}. Machines without our ownership mark are never touched.
 *
 * <p>An optional ability is a facet reached by a call, never by {@code instanceof}. {@link #supports} says yes exactly
 * where the facet does the work.
 */
public interface Hypervisor extends AutoCloseable {

    /** What this is. */
    HypervisorInfo info();

    /** Whether this can be done here for such a machine, or why not. */
    Support supports(Capability capability, MachineSpec spec);

    /** All that would make {@link #create}, {@link Cloning#clone} or the first {@link #start} fail, found before anything is made. */
    List<Finding> preflight(MachineSpec spec);

    /** Makes the machine, switched off; or adopts what an earlier try left. Never makes a second one. */
    Machine create(MachineSpec spec, Work work);

    /** The node's machine by the ownership mark, half-made ones included. */
    Optional<Machine> find(NodeId node);

    /** All machines of this installation. */
    List<Machine> machines();

    /** Starts it, or returns at once if it runs. A paused machine runs on. */
    Machine start(Machine machine, Work work);

    /** Stops it, or returns at once if it is off. */
    Machine stop(Machine machine, StopMode mode, Work work);

    /** Removes exactly what we made, running or not; gone already is success. */
    void delete(Machine machine, Work work);

    /** Makes what is in the machine's drives this; drives that are not named become empty. */
    Machine media(Machine machine, List<Medium> wanted, Work work);

    /** Snapshots, where supported. */
    default Optional<Snapshots> snapshots() {
        return Optional.empty();
    }

    /** The guest's serial console, where supported. */
    default Optional<Console> console() {
        return Optional.empty();
    }

    /** Limits on running machines, where supported. */
    default Optional<Limits> limits() {
        return Optional.empty();
    }

    /** What machines take of their host, where supported. */
    default Optional<Usage> usage() {
        return Optional.empty();
    }

    /** Clones of machines, where supported. */
    default Optional<Cloning> cloning() {
        return Optional.empty();
    }

    /** The GPUs that machines can be given, where supported. */
    default Optional<Gpus> gpus() {
        return Optional.empty();
    }

    /** What it has for machines, where it tells. */
    default Optional<Capacity> capacity() {
        return Optional.empty();
    }

    /** What is remembered of machines, where supported. */
    default Optional<Adoption> adoption() {
        return Optional.empty();
    }

    /** Lets go of connections; machines run on. */
    @Override
    void close();
}
