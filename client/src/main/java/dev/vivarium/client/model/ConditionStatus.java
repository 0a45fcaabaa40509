package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** True, false, or not known. */
public enum ConditionStatus {
    TRUE,
    FALSE,
    @JsonEnumDefaultValue
    UNKNOWN
}
