package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.util.List;
import java.util.Optional;

/** Whether the service can serve. */
public record Health(Status status, Optional<String> version, List<String> reasons) {
    public Health {
        reasons = Copies.list(reasons);
    }

    /** Whether it can. */
    public enum Status {
        OK,
        UNAVAILABLE,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
