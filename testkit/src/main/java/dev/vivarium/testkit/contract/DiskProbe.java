package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.Machine;

/** A value on the disk of a machine that is off, read and written past the hypervisor under test. */
public interface DiskProbe {

    /** Puts a value of up to 100 characters on the disk, in the place of the one before. */
    void put(Machine machine, String value);

    /** The value on the disk; empty if there was never one. */
    String get(Machine machine);
}
