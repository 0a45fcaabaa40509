package dev.vivarium.core.model;

import java.util.UUID;

/**
 * A node's identity, chosen before anything is made, so that a second try makes the same node.
 *
 * @param value the UUID
 */
public record NodeId(UUID value) implements Comparable<NodeId> {

    /** A new random id. */
    public static NodeId random() {
        return new NodeId(UUID.randomUUID());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static NodeId parse(String text) {
        return new NodeId(UUID.fromString(text));
    }

    /** The first eight hex digits: for people, not unique for ever. */
    public String brief() {
        return toString().substring(0, 8);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
