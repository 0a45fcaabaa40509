package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What kind of thing happened. */
public enum EventType {
    OPERATION_ACCEPTED,
    OPERATION_PROGRESS,
    OPERATION_ENDED,
    NODE_CHANGED,
    NODE_UNREADY,
    NODE_GONE,
    SNAPSHOT_GONE,
    SESSION_CHANGED,
    SESSION_BLOCKED,
    HYPERVISOR_DOWN,
    HYPERVISOR_UP,
    STRAY_FOUND,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
