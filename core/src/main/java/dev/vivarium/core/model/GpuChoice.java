package dev.vivarium.core.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which GPU a node gets: any, one of a kind, or this very one. */
public sealed interface GpuChoice {

    /** Whichever is free. */
    record Any() implements GpuChoice {
        @Override
        public String toString() {
            return "any";
        }
    }

    /**
     * One of this kind.
     *
     * @param vendorId four hex digits, lower-case
     * @param deviceId four hex digits, lower-case
     */
    record OfKind(String vendorId, String deviceId) implements GpuChoice {
        @Override
        public String toString() {
            return vendorId + ":" + deviceId;
        }
    }

    /**
     * This one.
     *
     * @param address the hypervisor's own name for it
     */
    record At(String address) implements GpuChoice {
        @Override
        public String toString() {
            return address;
        }
    }

    /**
     * Reads {@code any}, {@code VENDOR:DEVICE} (four hex digits each), or a hypervisor's own name for it such as {@code
     * 0000:01:00.0}.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    static GpuChoice parse(String text) {
        if (text.equals("any")) {
            return new Any();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (Forms.KIND.matcher(lower).matches()) {
            return new OfKind(lower.substring(0, 4), lower.substring(5));
        }
        if (Forms.ADDRESS.matcher(text).matches()) {
            return new At(text);
        }
        throw new IllegalArgumentException("'" + text
                + "' names no GPU; write any, VENDOR:DEVICE such as 10de:2684, or an address such as 0000:01:00.0");
    }

    /** True if this GPU will do. */
    default boolean fits(Gpu gpu) {
        if (this instanceof OfKind kind) {
            return gpu.vendorId().equals(kind.vendorId()) && gpu.deviceId().equals(kind.deviceId());
        }
        return !(this instanceof At at) || gpu.address().equals(at.address());
    }

    /** What the texts look like. */
    final class Forms {
        private static final Pattern KIND = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{4}");
        private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._/-]{0,127}");

        private Forms() {}
    }
}
