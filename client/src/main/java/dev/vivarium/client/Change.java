package dev.vivarium.client;

import java.util.Optional;

/**
 * What goes with a change.
 *
 * @param key the {@code Idempotency-Key}; the same request with the same key again is answered like the first one
 * @param ifMatch the ETag that must still hold
 */
public record Change(Optional<String> key, Optional<String> ifMatch) {
    static final Change PLAIN = new Change(Optional.empty(), Optional.empty());

    /** With a key of the caller's, good for one change, so that another process can repeat it. */
    public static Change keyed(String key) {
        return new Change(Optional.of(key), Optional.empty());
    }

    /** Refused with status 412 if the thing is not this representation any more. */
    public static Change ifMatch(String etag) {
        return new Change(Optional.empty(), Optional.of(etag));
    }
}
