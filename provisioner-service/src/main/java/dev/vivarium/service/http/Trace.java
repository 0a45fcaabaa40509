package dev.vivarium.service.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To which piece of work a request belongs, across services (W3C Trace Context).
 *
 * @param traceId 32 hex digits
 * @param spanId of this request; 16 hex digits
 * @param flags as they came
 */
public record Trace(String traceId, String spanId, String flags) {
    private static final Pattern PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The caller's, with a span of our own; a new one if the caller has none. */
    static Trace of(Optional<String> parent) {
        Matcher given = PARENT.matcher(parent.orElse(""));
        if (given.matches()
                && !parent.orElse("").startsWith("ff")
                && !given.group(1).matches("0+")
                && !given.group(2).matches("0+")) {
            return new Trace(given.group(1), hex(8), given.group(3));
        }
        return new Trace(hex(16), hex(8), "01");
    }

    /** As a header. */
    public String header() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
