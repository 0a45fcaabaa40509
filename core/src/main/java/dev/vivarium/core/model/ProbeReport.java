package dev.vivarium.core.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The same questions under different limits.
 *
 * @param node whose answers
 * @param at when it ended
 * @param rows the first without limits
 */
public record ProbeReport(NodeId node, Instant at, List<Row> rows) {
    public ProbeReport {
        rows = List.copyOf(rows);
    }

    /**
     * All questions under one set of limits.
     *
     * @param limits which
     * @param how by which means they were put on; empty without limits
     * @param refused why these limits could not be put on; then nothing was asked
     * @param questions in the order in which they were asked
     */
    public record Row(ResourceLimits limits, String how, Optional<String> refused, List<Question> questions) {
        public Row {
            questions = List.copyOf(questions);
        }
    }

    /**
     * One question, asked several times.
     *
     * @param name of the bundle's probe
     * @param prompt what was asked
     * @param samples at least one
     */
    public record Question(String name, String prompt, List<Sample> samples) {
        public Question {
            samples = List.copyOf(samples);
        }

        /** The answers' time in the middle; of an even number the larger of the two. */
        public Duration median() {
            return samples.stream().map(Sample::took).sorted().toList().get(samples.size() / 2);
        }

        /** The time of the fastest. */
        public Duration fastest() {
            return samples.stream().map(Sample::took).min(Duration::compareTo).orElseThrow();
        }

        /** The time of the slowest. */
        public Duration slowest() {
            return samples.stream().map(Sample::took).max(Duration::compareTo).orElseThrow();
        }

        /** How many characters came a second, over all answers; 0 if none did. */
        public double charactersPerSecond() {
            return perSecond(samples.stream().mapToLong(Sample::characters).sum());
        }

        /** How many tokens came a second; empty if the service does not count them. */
        public Optional<Double> tokensPerSecond() {
            boolean counted = samples.stream().allMatch(s -> s.tokens().isPresent());
            return counted
                    ? Optional.of(perSecond(samples.stream()
                            .mapToLong(s -> s.tokens().orElse(0L))
                            .sum()))
                    : Optional.empty();
        }

        private double perSecond(long count) {
            long nanos = samples.stream().mapToLong(s -> s.took().toNanos()).sum();
            return nanos == 0 ? 0 : count * 1e9 / nanos;
        }

        /** How many of these answers are none of those. */
        public long differing(Question from) {
            return samples.stream()
                    .filter(s -> s.failure().isEmpty())
                    .filter(s -> from.samples.stream().noneMatch(f -> f.digest().equals(s.digest())))
                    .count();
        }

        /** How many did not come. */
        public long failed() {
            return samples.stream().filter(s -> s.failure().isPresent()).count();
        }

        /** True if not even these answers are all the same. */
        public boolean varies() {
            return samples.stream()
                            .filter(s -> s.failure().isEmpty())
                            .map(Sample::digest)
                            .distinct()
                            .count()
                    > 1;
        }
    }

    /**
     * One answer.
     *
     * @param took from the question to the whole answer
     * @param answer its beginning, safe to show
     * @param digest of the whole
     * @param characters of the whole
     * @param tokens if the service counts them
     * @param failure why none came
     */
    public record Sample(
            Duration took,
            String answer,
            String digest,
            long characters,
            Optional<Long> tokens,
            Optional<String> failure) {}
}
