package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What happens after a session. */
public enum After {
    KEEP,
    SNAPSHOT,
    ROLLBACK,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
