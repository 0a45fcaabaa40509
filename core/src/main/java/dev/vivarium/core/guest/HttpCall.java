package dev.vivarium.core.guest;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request to a port inside the guest.
 *
 * @param method GET, POST …
 * @param guestPort 1 to 65535
 * @param path begins with a slash
 * @param json the body, sent as {@code application/json}; none for GET
 */
public record HttpCall(String method, int guestPort, String path, Optional<String> json) {

    private static final Pattern METHOD = Pattern.compile("[A-Z]{3,10}");

    /** @throws IllegalArgumentException if the port is out of range or the path has no slash, or holds a control code */
    public HttpCall {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("no HTTP method: " + method);
        }
        if (guestPort < 1 || guestPort > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + guestPort);
        }
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a path begins with / and holds no spaces or control codes");
        }
    }

    /** Asks for a page. */
    public static HttpCall get(int guestPort, String path) {
        return new HttpCall("GET", guestPort, path, Optional.empty());
    }

    /** Sends a JSON document. */
    public static HttpCall post(int guestPort, String path, String json) {
        return new HttpCall("POST", guestPort, path, Optional.of(json));
    }

    @Override
    public String toString() {
        return method + " :" + guestPort + path;
    }
}
