package dev.vivarium.core.model;

import java.util.UUID;

/**
 * A snapshot's identity, chosen before it is taken and kept in the hypervisor's own snapshot name or description.
 *
 * @param value the UUID
 */
public record SnapshotId(UUID value) implements Comparable<SnapshotId> {

    /** A new random id. */
    public static SnapshotId random() {
        return new SnapshotId(UUID.randomUUID());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static SnapshotId parse(String text) {
        return new SnapshotId(UUID.fromString(text));
    }

    /** The first eight hex digits: for people, not unique for ever. */
    public String brief() {
        return toString().substring(0, 8);
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
