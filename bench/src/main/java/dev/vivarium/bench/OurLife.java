package dev.vivarium.bench;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A life by the library.
 *
 * @param image a disk image of this host
 * @param bundle the directory with {@code bundle.yaml}
 * @param cache shared by all lives, as it is between a user's nodes
 * @param rounds how often it is saved and brought back
 */
record OurLife(Path image, Path bundle, Path cache, int rounds) implements Life {
    private static final Set<String> WAITING = Set.of("reachable", "ready");

    @Override
    public String what() {
        return "Vivarium.create, snapshot, rollback, delete";
    }

    @Override
    public Times live(Path fresh) {
        Map<String, String> environment = Map.of("XDG_DATA_HOME", fresh.toString(), "XDG_CACHE_HOME", cache.toString());
        Stopwatch watch = new Stopwatch();
        try (Vivarium vivarium = Vivarium.open(VivariumConfig.standard(
                new Surroundings(environment, fresh, Surroundings.current().providers())))) {
            NodeSpec spec = NodeSpec.builder("bench")
                    .image("file:" + image)
                    .cores(2)
                    .memory(Size.GiB(1))
                    .disk(Size.GiB(4))
                    .bundle(bundle)
                    .build();
            try {
                live(vivarium, spec, watch);
            } finally {
                vivarium.node(spec.name())
                        .ifPresent(n -> vivarium.delete(n.id()).await());
            }
        }
        return new Times(watch.times);
    }

    private void live(Vivarium vivarium, NodeSpec spec, Stopwatch watch) {
        Node node = watch.time(Phase.CREATE, () -> vivarium.create(spec));
        watch.add(Phase.OWN, watch.sumOfSteps());
        for (int round = 1; round <= rounds; round++) {
            String name = "round" + round;
            NodeSnapshot taken = watch.time(Phase.SNAPSHOT, () -> vivarium.snapshot(node.id(), name));
            watch.add(Phase.SAVE, watch.step("take"));
            watch.time(
                    Phase.ROLLBACK,
                    () -> vivarium.rollback(node.id(), taken.snapshot().id()));
            watch.add(Phase.LOAD, watch.step("rollback"));
        }
        watch.time(Phase.DESTROY, () -> vivarium.delete(node.id()));
    }

    /** Times operations, and listens to their steps. */
    private static final class Stopwatch {
        private static final double NANOS = 1e9;
        private final Map<Phase, List<Double>> times = new EnumMap<>(Phase.class);
        private List<Progress> finished = List.of();

        <T> T time(Phase phase, Start<T> start) {
            List<Progress> heard = new ArrayList<>();
            long begin = System.nanoTime();
            Operation<T> operation = start.operation();
            operation.onProgress(p -> {
                synchronized (heard) {
                    heard.add(p);
                }
            });
            T result = operation.await();
            add(phase, (System.nanoTime() - begin) / NANOS);
            synchronized (heard) {
                finished = heard.stream()
                        .filter(p -> p.phase() == Progress.Phase.STEP_FINISHED)
                        .toList();
            }
            return result;
        }

        void add(Phase phase, double seconds) {
            times.computeIfAbsent(phase, p -> new ArrayList<>()).add(seconds);
        }

        double step(String name) {
            return sum(finished.stream().filter(p -> p.step().equals(name)).toList());
        }

        double sumOfSteps() {
            return sum(
                    finished.stream().filter(p -> !WAITING.contains(p.step())).toList());
        }

        private static double sum(List<Progress> steps) {
            return steps.stream()
                    .mapToDouble(p -> p.elapsed().toNanos() / NANOS)
                    .sum();
        }
    }

    /** Begins an operation. */
    private interface Start<T> {
        Operation<T> operation();
    }
}
