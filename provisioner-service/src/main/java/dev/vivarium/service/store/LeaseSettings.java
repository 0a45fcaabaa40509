package dev.vivarium.service.store;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the right to work on a node holds.
 *
 * @param instance what this instance is called. Of one name only one may live at a time: leases of that name that an earlier
 *     process left are free again at once
 * @param lasts after so long without renewal another instance may take it
 * @param renewed how often it is renewed; well below {@code lasts}
 * @param clock the time; where absent it is the database's own, which is one for all instances
 */
public record LeaseSettings(String instance, Duration lasts, Duration renewed, Optional<Clock> clock) {
    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final Duration RENEWED = Duration.ofSeconds(10);

    /** 30 s, renewed every 10 s, by the database's time. */
    public static LeaseSettings of(String instance) {
        return new LeaseSettings(instance, LASTS, RENEWED, Optional.empty());
    }

    /** The same for so long, renewed three times meanwhile. */
    public LeaseSettings lasting(Duration time) {
        return new LeaseSettings(instance, time, time.dividedBy(3), clock);
    }
}
