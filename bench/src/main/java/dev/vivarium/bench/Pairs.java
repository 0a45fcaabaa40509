package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.bench.Benchmark.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs both sides in turn, so that what else the machine does meets both alike. The first pair warms caches and the virtual
 * machine up and is not counted.
 *
 * @param count how many pairs count
 * @param directory where each round gets a fresh directory: on the disk that is to be measured
 */
record Pairs(int count, Path directory) {
    private static final double NANOS = 1e9;

    /** @throws IOException if a side fails; there are no figures then */
    Measured measure(Benchmark benchmark) throws IOException, InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> raw = new ArrayList<>();
        Optional<Contender> other = benchmark.raw();
        for (int pair = 0; pair <= count; pair++) {
            double a = seconds(benchmark.ours());
            double b = other.isPresent() ? seconds(other.get()) : 0;
            if (pair > 0) {
                ours.add(a);
                other.ifPresent(o -> raw.add(b));
            }
        }
        return new Measured(
                benchmark.name(),
                benchmark.work(),
                benchmark.ours().what(),
                other.map(Contender::what).orElse(""),
                benchmark.note(),
                ours,
                raw);
    }

    private double seconds(Contender side) throws IOException, InterruptedException {
        Path fresh = Files.createTempDirectory(directory, "round-");
        try {
            Round round = side.preparation().in(fresh);
            long begin = System.nanoTime();
            round.run();
            return (System.nanoTime() - begin) / NANOS;
        } finally {
            Scratch.remove(fresh);
        }
    }
}
