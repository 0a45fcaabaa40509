package dev.vivarium.service.events;

/** What can happen. */
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
    STRAY_FOUND
}
