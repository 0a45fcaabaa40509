package dev.vivarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    @Test
    void everyBenchmarkRunsOnceAndLeavesOnlyItsFigures() throws IOException {
        Path json = home.resolve("results/one.json");
        assertThat(run(
                        "--only=journal,seed,packing,ls",
                        "--pairs=1",
                        "--entries=4",
                        "--mib=2",
                        "--nodes=3",
                        "--json=" + json))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("| journal |", "| seed |", "| packing |", "| ls |", "4 entries", "2 MiB");
        JsonNode results = Json.read(Files.readString(json), JsonNode.class).path("results");
        assertThat(results).hasSize(4).allSatisfy(result -> {
            assertThat(result.at("/measured/oursSeconds")).hasSize(1);
            assertThat(result.at("/measured/oursSeconds/0").asDouble()).isPositive();
            assertThat(result.at("/ours/median")).isEqualTo(result.at("/measured/oursSeconds/0"));
            assertThat(result.path("ratios")).hasSameSizeAs(result.at("/measured/rawSeconds"));
        });
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactly(json.getParent());
        }
    }

    @Test
    void theJournalsLinesAreTheSameOnBothSides() throws Exception {
        Benchmark journal = JournalBenchmark.of(7);
        Path ours = play(journal.ours());
        Path raw = play(journal.raw().orElseThrow());
        try (Stream<Path> operations = Files.list(ours.resolve("journal/operations"))) {
            List<String> lines = Files.readAllLines(operations.findFirst().orElseThrow());
            assertThat(lines.subList(1, lines.size())).isEqualTo(Files.readAllLines(raw.resolve("lines")));
        }
    }

    @Test
    void bothSidesOfTheSeedWriteAMedium() throws Exception {
        Benchmark seed = SeedBenchmark.create();
        Assumptions.assumeTrue(seed.raw().isPresent(), seed.note());
        assertIso(play(seed.ours()).resolve("seed.iso"), "CIDATA");
        assertIso(play(seed.raw().orElseThrow()).resolve("seed.iso"), "CIDATA");
    }

    @Test
    void bothSidesOfPackingWriteAMediumOfHalfTheSize() throws Exception {
        Benchmark packing = PackingBenchmark.of(home.resolve("bundle"), 4);
        Assumptions.assumeTrue(packing.raw().isPresent(), packing.note());
        Path raw = play(packing.raw().orElseThrow()).resolve("bundle.iso");
        try (Stream<Path> cache = Files.list(play(packing.ours()).resolve("cache"))) {
            Path ours =
                    cache.filter(f -> f.toString().endsWith(".iso")).findFirst().orElseThrow();
            assertIso(ours, "VIVARIUM");
            assertIso(raw, "VIVARIUM");
            assertThat(Files.size(ours)).isBetween(2L << 20, 4L << 20);
            assertThat((double) Files.size(raw) / Files.size(ours)).isCloseTo(1, within(0.2));
        }
    }

    @Test
    void sidesTakeTurnsAndTheFirstPairDoesNotCount() throws Exception {
        List<String> order = new ArrayList<>();
        Benchmark benchmark =
                new Benchmark("turns", "nothing", noted("A", order), Optional.of(noted("B", order)), "a note");
        Measured measured = new Pairs(3, home).measure(benchmark);
        assertThat(order).containsExactly("A", "B", "A", "B", "A", "B", "A", "B");
        assertThat(measured.oursSeconds()).hasSize(3);
        assertThat(measured.rawSeconds()).hasSize(3);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void ratiosAreOfPairsNotOfMedians() {
        Measured measured = new Measured("x", "work", "us", "them", "", List.of(1.0, 9.0, 4.0), List.of(2.0, 3.0, 4.0));
        assertThat(measured.ratios()).containsExactly(0.5, 3.0, 1.0);
        assertThat(new Report(Instant.EPOCH, "two processors", 3, List.of(measured)).markdown())
                .contains("| x | 4.0 (1.0–9.0) s | 3.0 (2.0–4.0) s | **1.00** (0.50–3.00) |");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aToolThatFailsIsNoFigure() {
        assertThatThrownBy(() -> RawTool.bash(home, "echo нет места; false"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 1: нет места");
        assertThat(RawTool.has("no-such-tool-here")).isFalse();
        assertThat(RawTool.has("bash")).isTrue();
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(run("--pairs=0")).isEqualTo(2);
        assertThat(run("--only=speed")).isEqualTo(2);
        assertThat(err.toString()).contains("at least 1", "speed");
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--json", "--pairs");
    }

    private int run(String... words) {
        CommandLine command = Bench.command().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(
                Stream.concat(Stream.of("--dir=" + home), Stream.of(words)).toArray(String[]::new));
    }

    private Path play(Benchmark.Contender side) throws IOException, InterruptedException {
        Path fresh = Files.createTempDirectory(home, "side-");
        side.preparation().in(fresh).run();
        return fresh;
    }

    private static Benchmark.Contender noted(String name, List<String> order) {
        return new Benchmark.Contender(name, fresh -> () -> {
            assertThat(fresh).isEmptyDirectory();
            order.add(name);
        });
    }

    /** The primary volume descriptor is sector 16 of any ISO image; its label begins 40 bytes later. */
    private static void assertIso(Path file, String label) throws IOException {
        byte[] image = Files.readAllBytes(file);
        assertThat(new String(image, 16 * 2048 + 1, 5, StandardCharsets.US_ASCII))
                .isEqualTo("CD001");
        assertThat(new String(image, 16 * 2048 + 40, 32, StandardCharsets.US_ASCII))
                .startsWith(label);
    }
}
