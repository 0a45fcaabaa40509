package dev.vivarium.core.model;

/** Whether a machine runs, as its hypervisor says. */
public enum Power {
    /** No guest is running; memory is lost. */
    OFF,
    /** The guest's processors run. */
    RUNNING,
    /** The guest is held: its memory is there, its processors stand still. */
    PAUSED,
    /** The hypervisor cannot tell (it does not answer, or reports something we do not know). */
    UNKNOWN
}
