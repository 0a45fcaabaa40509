package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What kind of failure it is; who has to act follows from that. */
public enum ErrorKind {
    INVALID,
    NOT_FOUND,
    CONFLICT,
    UNSUPPORTED,
    DENIED,
    CAPACITY,
    UNAVAILABLE,
    TIMEOUT,
    HYPERVISOR_FAULT,
    GUEST_FAULT,
    CANCELLED,
    NEEDS_OPERATOR,
    INTERNAL,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
