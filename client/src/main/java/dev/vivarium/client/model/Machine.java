package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.util.List;
import java.util.Map;

/**
 * The hypervisor's own object behind a node.
 *
 * @param ref the hypervisor's own name for it
 */
public record Machine(
        String ref, Power power, List<String> addresses, List<Forward> forwards, Map<String, String> details) {
    public Machine {
        addresses = Copies.list(addresses);
        forwards = Copies.list(forwards);
        details = Copies.map(details);
    }

    /** Whether it runs. */
    public enum Power {
        RUNNING,
        OFF,
        PAUSED,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** Where a guest port is reached. */
    public record Forward(int guestPort, String host, int port) {}
}
