package dev.vivarium.service.claims;

import java.time.Duration;

/**
 * How this instance claims work.
 *
 * @param instance what it is called, as in its leases
 * @param threads how many operations it runs at a time
 * @param heartbeat how often it says that it lives; after four that are missing its work is another's
 * @param poll how often it looks for what is due; what is accepted here is begun at once
 */
public record ClaimsSettings(String instance, int threads, Duration heartbeat, Duration poll) {
    private static final int THREADS = 16;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** 16 operations at a time. */
    public static ClaimsSettings of(String instance) {
        return new ClaimsSettings(instance, THREADS, HEARTBEAT, POLL);
    }

    /** The same with another number of operations at a time. */
    public ClaimsSettings threads(int most) {
        return new ClaimsSettings(instance, most, heartbeat, poll);
    }

    /** The same where leases last so long: the claim goes to another instance soon after the lease may. */
    public ClaimsSettings lease(Duration time) {
        return new ClaimsSettings(instance, threads, time.dividedBy(3), poll);
    }
}
