package dev.vivarium.client.model;

import java.time.Duration;
import java.util.Optional;

/** Which snapshots stay; without a rule all do. */
public record Retention(
        Optional<Integer> last,
        Optional<Integer> hourly,
        Optional<Integer> daily,
        Optional<Integer> weekly,
        Optional<Integer> monthly,
        Optional<Duration> maxAge) {}
