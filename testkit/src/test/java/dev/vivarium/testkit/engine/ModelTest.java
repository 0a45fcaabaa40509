package dev.vivarium.testkit.engine;

import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.engine.Round.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/**
 * Random operations on several nodes at once, with random trouble, and a new process after each round: what is there then is
 * what the model says. A failing seed is printed; put it into {@code @Property(seed = "…")} to see it again.
 */
class ModelTest {
    private static final int NODES = 5;

    @Provide
    Arbitrary<List<Round>> shortLives() {
        return lives(2);
    }

    @Provide
    Arbitrary<List<Round>> longLives() {
        return lives(12);
    }

    /** The first round creates most of the nodes: without them there is nothing to do. */
    private static Arbitrary<List<Round>> lives(int rounds) {
        Arbitrary<Action> first = Arbitraries.frequency(Tuple.of(4, Action.CREATE), Tuple.of(1, Action.NOTHING));
        Arbitrary<List<Round>> later =
                round(Arbitraries.of(Action.class)).list().ofSize(rounds);
        return Combinators.combine(round(first), later)
                .as((begin, then) ->
                        Stream.concat(Stream.of(begin), then.stream()).toList());
    }

    private static Arbitrary<Round> round(Arbitrary<Action> action) {
        return Combinators.combine(
                        action.list().ofSize(NODES),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(Trouble.class).optional(0.6),
                        Arbitraries.integers().between(0, 40))
                .as(Round::new);
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void shortLifeIsAsTheModelSays(@ForAll("shortLives") List<Round> rounds) throws IOException {
        live(rounds);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    @Tag("full")
    void longLifeIsAsTheModelSays(@ForAll("longLives") List<Round> rounds) throws IOException {
        live(rounds);
    }

    private static void live(List<Round> rounds) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "tmp")), "model");
        Site site = new Site(directory);
        try {
            ModelWorld world = new ModelWorld(site, NODES);
            for (int i = 0; i < rounds.size(); i++) {
                try {
                    world.play(rounds.get(i));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("round " + i + " of " + rounds + ": " + e.getMessage(), e);
                }
            }
        } finally {
            site.server().close();
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
