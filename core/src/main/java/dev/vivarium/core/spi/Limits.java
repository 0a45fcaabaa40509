package dev.vivarium.core.spi;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.ResourceLimits;
import java.util.Optional;

/**
 * Limits on machines that run, set and taken away without a restart. They end with the machine's stop, outlive the process
 * that set them, and are known to the next one.
 */
public interface Limits {

    /**
     * Puts the machine under exactly these limits; earlier ones go. What cannot be done leaves the machine without limits.
     *
     * @throws dev.vivarium.core.model.VivariumException CONFLICT if it does not run, UNSUPPORTED if such a limit is not
     *     possible here, GUEST_FAULT {@code limits.memory.refused} if the guest gives no memory back
     */
    Applied apply(Machine machine, ResourceLimits limits, Work work);

    /** The limits that it is under; empty if there are none, or it is off. */
    Optional<Applied> current(Machine machine);

    /** Takes all limits away; none is success. */
    void clear(Machine machine, Work work);

    /**
     * Limits that hold.
     *
     * @param limits which
     * @param how by which means, for people
     */
    record Applied(ResourceLimits limits, String how) {}
}
