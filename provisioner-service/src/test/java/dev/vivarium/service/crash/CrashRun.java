package dev.vivarium.service.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.service.rig.Caller;
import dev.vivarium.service.rig.Instance;
import dev.vivarium.service.rig.Ports;
import dev.vivarium.service.rig.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * One run: users work, instances are killed, then everything is counted.
 *
 * @param directory empty; logs stay in it
 * @param database the URL; {@code sqlite} for a file
 * @param instances how many instances share it
 * @param kills how often one is killed, at least
 * @param users how many use the service at once
 * @param faults at which share of its points the hypervisor has trouble of its own
 */
record CrashRun(Path directory, String database, int instances, int kills, int users, double faults, long seed) {
    private static final Duration TO_THE_END = Duration.ofMinutes(5);
    private static final Set<String> UNENDED = Set.of("waiting", "running", "undoing");
    private static final String LIMITS = "  lease: 6s\n  limits: {perToken: 100000, perAddress: 100000}";

    /**
     * What came of it.
     *
     * @param summary one line
     * @param wrong what is wrong, each with the story of its node; empty if nothing is
     */
    record Outcome(String summary, List<String> wrong) {}

    /** @param progress is told how often one was killed so far */
    Outcome play(IntConsumer progress) throws IOException, InterruptedException {
        List<Instance> all = new ArrayList<>();
        try (Scene scene = Scene.open(
                directory, database, LIMITS, "task=PT0.05S", "at-once=16", "faults=" + faults, "seed=" + seed)) {
            for (int i = 1; i <= instances; i++) {
                Instance instance = new Instance(scene, "service-" + i, Ports.free());
                all.add(instance);
                instance.start();
            }
            return play(scene, all, progress);
        } finally {
            all.forEach(Instance::close);
        }
    }

    private Outcome play(Scene scene, List<Instance> all, IntConsumer progress)
            throws IOException, InterruptedException {
        Caller caller = new Caller(all.stream().map(Instance::address).toList(), scene.token(), Duration.ofSeconds(20));
        Notes notes = new Notes();
        AtomicBoolean goesOn = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(users);
        for (int user = 0; user < users; user++) {
            threads.execute(new Life(caller, scene, notes, user, seed, goesOn::get));
        }
        Killer killer = new Killer(all, scene.console(), notes, seed);
        int killed = 0;
        while (killed < kills) {
            killed += killer.strike();
            progress.accept(killed);
        }
        goesOn.set(false);
        scene.console().faults(0, seed);
        threads.shutdown();
        if (!threads.awaitTermination(TO_THE_END.toSeconds(), TimeUnit.SECONDS)) {
            notes.complaint("a user still waits for an answer");
            threads.shutdownNow();
        }
        awaitEnd(caller, notes);
        return outcome(scene, caller, notes, killed);
    }

    private static void awaitEnd(Caller caller, Notes notes) {
        for (String state : UNENDED) {
            try {
                caller.await(
                        "/v1/operations?state=" + state,
                        TO_THE_END,
                        a -> a.body().path("items").isEmpty());
            } catch (AssertionError e) {
                notes.complaint(String.valueOf(e.getMessage()));
            }
        }
    }

    private Outcome outcome(Scene scene, Caller caller, Notes notes, int killed) throws IOException {
        Facts facts = Facts.gather(caller, scene.console());
        Verdict verdict = new Verdict(facts, notes.accepted());
        List<String> leaks = leaks(scene);
        List<String> wrong = new ArrayList<>(notes.complaints());
        wrong.addAll(leaks);
        Stream.of(verdict.orphans(), verdict.duplicates(), verdict.lost())
                .flatMap(List::stream)
                .forEach(w -> wrong.add(w.node() + ": " + w.what() + "\n  "
                        + String.join("\n  ", Timeline.of(w.node(), facts, notes))));
        String summary = String.format(
                "seed %d: kills %d, operations %d %s, sessions %d, effects %d, orphans %d, duplicates %d, lost %d, leaks %d",
                seed,
                killed,
                facts.operations().size(),
                states(facts),
                facts.sessions().size(),
                facts.effects().size(),
                verdict.orphans().size(),
                verdict.duplicates().size(),
                verdict.lost().size(),
                leaks.size());
        Files.write(directory.resolve("logs/wrong.txt"), wrong);
        return new Outcome(summary, wrong);
    }

    private static Map<String, Integer> states(Facts facts) {
        Map<String, Integer> states = new TreeMap<>();
        for (JsonNode operation : facts.operations().values()) {
            states.merge(operation.path("state").asText(), 1, Integer::sum);
        }
        return states;
    }

    /** Files that hold a secret which they should not. */
    private static List<String> leaks(Scene scene) throws IOException {
        List<String> found = new ArrayList<>();
        String token = scene.token();
        try (Stream<Path> tree = Files.walk(scene.directory())) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("vault/token") || file.endsWith("admin.token")) {
                    continue;
                }
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains(token) || text.contains(Scene.CANARY_CORE)) {
                    found.add("a secret is in " + file);
                }
            }
        }
        return found;
    }
}
