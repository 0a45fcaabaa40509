package dev.vivarium.cloudinit.seed;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The account by which the node is administered: may do everything by {@code sudo}, has no password.
 *
 * @param name a Unix account name; not {@code root}
 * @param authorizedKeys OpenSSH public key lines that open it; at least one
 */
public record LoginUser(String name, List<String> authorizedKeys) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern KEY = Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\\x00-\\x1f]*)?");

    /** @throws IllegalArgumentException if the name or a key has another form, or there is no key */
    public LoginUser {
        authorizedKeys = List.copyOf(authorizedKeys);
        if (!NAME.matcher(name).matches() || name.equals("root")) {
            throw new IllegalArgumentException("not the name of an ordinary account: " + name);
        }
        if (authorizedKeys.isEmpty()) {
            throw new IllegalArgumentException("without a key nobody could log in as " + name);
        }
        if (!authorizedKeys.stream().allMatch(k -> KEY.matcher(k).matches())) {
            throw new IllegalArgumentException("not an OpenSSH public key line");
        }
    }
}
