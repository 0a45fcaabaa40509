package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** One thing that is in the way, and what to do. */
public record Finding(Severity severity, String code, String message, String remedy) {
    /** Whether it prevents the work. */
    public enum Severity {
        ERROR,
        WARNING,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
