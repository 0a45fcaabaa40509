package dev.vivarium.service.access;

/**
 * How often somebody may ask.
 *
 * @param perToken requests a second of one token; twice as many at once
 * @param perAddress requests a second from one address; twice as many at once
 * @param failuresPerMinute how many wrong tokens an address may show
 */
public record RateLimits(int perToken, int perAddress, int failuresPerMinute) {

    /** What holds where nothing is said. */
    public static RateLimits standard() {
        return new RateLimits(1000, 2000, 30);
    }
}
