package dev.vivarium.bench;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a steady rate, whether or not earlier ones were answered. Each one's time counts from the moment at which it was
 * due, so that those that a slow answer holds up are not left out.
 */
final class SteadyReads {
    private final List<Double> seconds;
    private final int failed;

    private SteadyReads(List<Double> seconds, int failed) {
        this.seconds = seconds;
        this.failed = failed;
    }

    static SteadyReads of(RunningService service, String path, int perSecond, int forSeconds)
            throws InterruptedException {
        HttpRequest request = service.request(path).build();
        List<Double> took = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger failed = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < perSecond * forSeconds; i++) {
            long due = from + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            all.add(service.http().sendAsync(request, BodyHandlers.discarding()).handle((answer, failure) -> {
                if (failure != null || answer.statusCode() != 200) {
                    failed.incrementAndGet();
                } else {
                    took.add((System.nanoTime() - due) / 1e9);
                }
                return null;
            }));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        List<Double> sorted = new ArrayList<>(took);
        Collections.sort(sorted);
        return new SteadyReads(sorted, failed.get());
    }

    /** @param share 0.5 for the median, 1 for the slowest */
    double quantile(double share) {
        return seconds.isEmpty() ? Double.NaN : seconds.get((int) Math.ceil(share * seconds.size()) - 1);
    }

    int failed() {
        return failed;
    }
}
