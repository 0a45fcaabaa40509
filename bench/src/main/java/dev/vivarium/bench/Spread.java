package dev.vivarium.bench;

import java.util.List;

/** The middle and the ends of some values; the mean would follow whatever else the machine does. */
record Spread(double median, double min, double max) {

    /** @throws IllegalArgumentException if there are no values */
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
