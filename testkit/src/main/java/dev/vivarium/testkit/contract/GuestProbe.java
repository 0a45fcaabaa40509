package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.Machine;
import java.util.Optional;

/**
 * Looks into the guest of a machine that runs, past the hypervisor under test: a value in its memory and a value on its
 * disk. With it the rules about what a snapshot holds can be proved.
 */
public interface GuestProbe {

    /** Puts a value into the guest's memory. */
    void memory(Machine machine, String value);

    /** The value in the guest's memory. */
    Optional<String> memory(Machine machine);

    /** Puts a value on the guest's disk; it is on the medium when this returns. */
    void disk(Machine machine, String value);

    /** The value on the guest's disk. */
    Optional<String> disk(Machine machine);
}
