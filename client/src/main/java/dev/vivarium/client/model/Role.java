package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a token may do: look, change, or everything. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
