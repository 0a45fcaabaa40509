package dev.vivarium.bench;

import dev.vivarium.bench.Life.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Two ways to live, in turn. All pairs count: a boot of most of a minute has no need of a warm-up.
 *
 * @param ours by the library
 * @param script by hand
 * @param progress told what was measured, as it takes long
 */
record LifeBenchmark(Life ours, Life script, Consumer<String> progress) {

    /** A row for each phase. */
    List<Measured> measure(int pairs, Path directory) throws IOException, InterruptedException {
        List<Map<Phase, Double>> our = new ArrayList<>();
        List<Map<Phase, Double>> scripted = new ArrayList<>();
        for (int pair = 1; pair <= pairs; pair++) {
            our.add(once(ours, directory));
            scripted.add(once(script, directory));
            progress.accept("pair " + pair + " of " + pairs + ": ours " + text(our.get(pair - 1)) + "; script "
                    + text(scripted.get(pair - 1)));
        }
        List<Measured> rows = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<Double> raw = values(scripted, phase);
            rows.add(new Measured(
                    phase.name().toLowerCase(Locale.ROOT),
                    phase.work(),
                    ours.what(),
                    raw.isEmpty() ? "" : script.what(),
                    "",
                    values(our, phase),
                    raw));
        }
        return rows;
    }

    private static Map<Phase, Double> once(Life life, Path directory) throws IOException, InterruptedException {
        Path fresh = Files.createTempDirectory(directory, "life-");
        try {
            return life.live(fresh).medians();
        } finally {
            Scratch.remove(fresh);
        }
    }

    private static List<Double> values(List<Map<Phase, Double>> lives, Phase phase) {
        return lives.stream()
                .filter(life -> life.containsKey(phase))
                .map(life -> life.getOrDefault(phase, 0.0))
                .toList();
    }

    private static String text(Map<Phase, Double> times) {
        Map<String, String> words = new LinkedHashMap<>();
        times.forEach((phase, seconds) ->
                words.put(phase.name().toLowerCase(Locale.ROOT), String.format(Locale.ROOT, "%.2f", seconds)));
        return words.toString();
    }
}
