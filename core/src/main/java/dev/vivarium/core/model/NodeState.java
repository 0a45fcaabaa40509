package dev.vivarium.core.model;

/** Where a node is in its life. Always recomputed from its conditions and the hypervisor's facts. */
public enum NodeState {
    PROVISIONING,
    READY,
    UNREADY,
    STOPPED,
    SNAPSHOTTING,
    ROLLING_BACK,
    DELETING,
    DELETED,
    FAILED,
    NEEDS_OPERATOR
}
