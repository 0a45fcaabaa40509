package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far a session is. */
public enum SessionState {
    PREPARING,
    OPEN,
    ENDING,
    ENDED,
    BLOCKED,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
