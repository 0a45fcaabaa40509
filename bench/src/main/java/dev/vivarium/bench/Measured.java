package dev.vivarium.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one benchmark took.
 *
 * @param name the benchmark's
 * @param work what was done
 * @param ours our side, for people
 * @param raw the other side, for people; empty without one
 * @param note see {@link Benchmark#note()}
 * @param oursSeconds our times, in the order of the pairs
 * @param rawSeconds the other side's times, as many; none without one
 */
record Measured(
        String name,
        String work,
        String ours,
        String raw,
        String note,
        List<Double> oursSeconds,
        List<Double> rawSeconds) {

    Measured {
        oursSeconds = List.copyOf(oursSeconds);
        rawSeconds = List.copyOf(rawSeconds);
    }

    /** Ours divided by the raw tool's, pair by pair: below 1 we are faster. */
    List<Double> ratios() {
        return IntStream.range(0, rawSeconds.size())
                .mapToObj(i -> oursSeconds.get(i) / rawSeconds.get(i))
                .toList();
    }
}
