package dev.vivarium.core.model;

import java.util.UUID;

/**
 * The identity of one operation in the journal.
 *
 * @param value the UUID
 */
public record OperationId(UUID value) implements Comparable<OperationId> {

    /** A new random id. */
    public static OperationId random() {
        return new OperationId(UUID.randomUUID());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static OperationId parse(String text) {
        return new OperationId(UUID.fromString(text));
    }

    /** The first eight hex digits: for people, not unique for ever. */
    public String brief() {
        return toString().substring(0, 8);
    }

    @Override
    public int compareTo(OperationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
