package dev.vivarium.core.model;

/** How much of the moment a snapshot holds, best first. */
public enum SnapshotKind {
    /** Disk and memory: the rollback continues where the guest was. */
    LIVE,
    /** Disk only, taken while the guest's file systems were frozen. */
    FROZEN,
    /** Disk only, taken with the guest shut down. */
    STOPPED,
    /** Disk only, as if power was cut at that moment. */
    CRASH;

    /** True if a rollback resumes a running guest. */
    public boolean holdsMemory() {
        return this == LIVE;
    }
}
