package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What becomes of a session whose preparation failed. */
public enum OnFailure {
    BLOCK,
    PROCEED,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
