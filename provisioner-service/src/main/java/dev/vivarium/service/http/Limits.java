package dev.vivarium.service.http;

import java.time.Duration;

/**
 * How much of this service a single request may take.
 *
 * @param bodyBytes the longest body, where an operation has no limit of its own
 * @param headers how many headers
 * @param headerBytes how long they are together, with the request line
 * @param requestTime within which a request's body has to be here
 * @param streams how many connections may listen to events at a time
 * @param threads how many requests are worked on at a time
 */
public record Limits(int bodyBytes, int headers, int headerBytes, Duration requestTime, int streams, int threads) {

    /** What holds where nothing is said. */
    public static Limits standard() {
        return new Limits(1 << 20, 64, 16 << 10, Duration.ofSeconds(30), 200, 64);
    }
}
