package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must not be seen: a bearer token, or what signs a webhook. Printed as {@code ***}, never written as JSON; the value
 * leaves only through {@link #reveal()}.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a value.
     *
     * @throws IllegalArgumentException if it is empty, longer than 4096, or holds what cannot be in a header
     */
    @JsonCreator
    public static Secret of(String value) {
        if (value.isEmpty() || value.length() > 4096 || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("a token is 1 to 4096 visible ASCII characters");
        }
        return new Secret(value);
    }

    /** The value itself, for the one place that needs it. Never log or print it. */
    public String reveal() {
        return value;
    }

    /** True if both hold the same value; takes as long whether they differ early or late. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
