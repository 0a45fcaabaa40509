package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a node is. */
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
    NEEDS_OPERATOR,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
