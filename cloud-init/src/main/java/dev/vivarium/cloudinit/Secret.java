package dev.vivarium.cloudinit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must not be seen: a private key, a token, a password. Printed as {@code ***}; the value leaves only through
 * {@link #reveal()}, so that every use can be found.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps a value. */
    public static Secret of(String value) {
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
