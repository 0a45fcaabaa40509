package dev.vivarium.service.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One limit, kept apart for each caller. Of callers that nobody heard of for the longest time it forgets. */
final class Buckets {
    private static final int MOST = 10_000;

    private final int capacity;
    private final int refill;
    private final Duration period;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    /** So many at once, and so many more in each period. */
    Buckets(int capacity, int refill, Duration period) {
        this.capacity = capacity;
        this.refill = refill;
        this.period = period;
    }

    /** Empty if this caller may; else how long it has to wait. */
    Optional<Duration> take(String caller) {
        ConsumptionProbe probe = bucket(caller).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(999));
    }

    /** True if this caller may not now; nothing is taken. */
    boolean isEmpty(String caller) {
        synchronized (buckets) {
            Bucket bucket = buckets.get(caller);
            return bucket != null && bucket.getAvailableTokens() < 1;
        }
    }

    private Bucket bucket(String caller) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    caller,
                    c -> Bucket.builder()
                            .addLimit(Bandwidth.builder()
                                    .capacity(capacity)
                                    .refillGreedy(refill, period)
                                    .build())
                            .build());
        }
    }
}
