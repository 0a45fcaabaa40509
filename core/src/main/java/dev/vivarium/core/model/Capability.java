package dev.vivarium.core.model;

/** Something that a hypervisor can or cannot do here. */
public enum Capability {
    SNAPSHOT_LIVE,
    SNAPSHOT_FROZEN,
    SNAPSHOT_STOPPED,
    SNAPSHOT_CRASH,
    /** Rolling back to any snapshot of the tree, not only to the newest. */
    ROLLBACK_ANY,
    CONSOLE,
    /** Fewer processors for a machine that runs. */
    LIMIT_CPU,
    /** Less memory for a machine that runs. */
    LIMIT_MEMORY,
    /** What a machine takes of its host. */
    USAGE,
    PORT_FORWARD,
    ISOLATED_NETWORK,
    TEMPLATE,
    GPU_PASSTHROUGH,
    /** A machine whose disk is a copy of another one's. */
    CLONE_FULL,
    /** A machine whose disk stands on what another one's is: made at once, and takes space for what differs only. */
    CLONE_LINKED
}
