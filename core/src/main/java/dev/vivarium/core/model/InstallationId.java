package dev.vivarium.core.model;

import java.util.regex.Pattern;

/**
 * Names an installation (one master key and one journal). Part of the ownership mark on everything that it makes.
 *
 * @param value 1 to 32 characters of {@code a-z 0-9 -}
 */
public record InstallationId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException if the value has another form */
    public InstallationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an installation id has 1 to 32 characters of a-z, 0-9 and '-'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
