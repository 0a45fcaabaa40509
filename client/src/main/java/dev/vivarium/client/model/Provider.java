package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/** A kind of hypervisor that the service knows. */
public record Provider(String kind, List<Setting> settings) {
    public Provider {
        settings = Copies.list(settings);
    }

    /** A setting of such hypervisors. */
    public record Setting(
            String name,
            Type type,
            @JsonProperty("default") Optional<String> defaultValue,
            Optional<Boolean> required,
            String text) {
        /** What its value is. */
        public enum Type {
            TEXT,
            INTEGER,
            BOOLEAN,
            PATH,
            DURATION,
            SECRET,
            /** What a newer service says and this client does not know. */
            @JsonEnumDefaultValue
            OTHER
        }
    }
}
