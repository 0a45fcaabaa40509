package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.bench.Benchmark.Round;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleCache;
import dev.vivarium.cloudinit.bundle.PackingProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** A bundle made into a medium, half of it noise as model weights nearly are, half text; against tar, zstd and sha256sum. */
final class PackingBenchmark {
    private static final int MIB = 1 << 20;
    private static final int WEIGHTS = 64;
    private static final String MANIFEST = """
            version: 1
            name: bench
            release: "1.0"
            layers:
              - name: all
            """;

    private PackingBenchmark() {}

    /**
     * Generates the bundle.
     *
     * @param directory a new one, for the bundle
     */
    static Benchmark of(Path directory, int mebibytes) throws IOException {
        generate(directory, mebibytes);
        Bundle bundle = Bundle.open(directory);
        Optional<String> maker = RawTool.isoMaker();
        boolean possible = maker.isPresent() && RawTool.has("zstd");
        return new Benchmark(
                "packing",
                mebibytes + " MiB, half noise, half text, warm cache, forced to disk",
                new Contender("BundleCache.pack", fresh -> pack(bundle, fresh)),
                possible
                        ? maker.map(tool -> new Contender(
                                "tar, zstd -3 -T0, sha256sum, " + tool + ", sync", fresh -> pipe(tool, bundle, fresh)))
                        : Optional.empty(),
                possible ? "" : "raw side skipped, tools are missing here: apt-get install genisoimage zstd");
    }

    private static Round pack(Bundle bundle, Path fresh) {
        BundleCache cache = new BundleCache(fresh.resolve("cache"));
        return () -> cache.pack(bundle, PackingProgress.NONE);
    }

    private static Round pipe(String tool, Bundle bundle, Path fresh) throws IOException {
        Files.createSymbolicLink(fresh.resolve("bundle"), bundle.directory());
        Files.createDirectory(fresh.resolve("medium"));
        // the digest at the end of the pipe, not in a substitution beside it: bash would not wait for that
        String line = "tar -C bundle/ -cf - . | zstd -q -3 -T0 | tee medium/bundle.tar.zst | sha256sum > medium/sum; "
                + tool + " -V VIVARIUM -o bundle.iso medium; sync bundle.iso";
        return () -> RawTool.bash(fresh, line);
    }

    private static void generate(Path directory, int mebibytes) throws IOException {
        Path models = Files.createDirectories(directory.resolve("models"));
        Path texts = Files.createDirectories(directory.resolve("memory"));
        Random random = new Random(1); // the same bundle in every run
        for (int left = (mebibytes + 1) / 2; left > 0; left -= WEIGHTS) { // weights come in large files
            byte[] noise = new byte[Math.min(left, WEIGHTS) * MIB];
            random.nextBytes(noise);
            Scratch.write(models.resolve("part-" + left + ".bin"), noise);
        }
        for (int i = 0; i < mebibytes / 2; i++) {
            Scratch.write(texts.resolve("part-" + i + ".jsonl"), text(random));
        }
        Scratch.write(directory.resolve("bundle.yaml"), MANIFEST.getBytes(StandardCharsets.UTF_8));
    }

    /** A mebibyte of lines with words in an order of chance, so that it compresses about as logs do. */
    private static byte[] text(Random random) {
        String[] words = {"node", "муза", "prompt", "ответ", "memory", "trace", "snapshot", "time", "токен", "ready"};
        StringBuilder lines = new StringBuilder();
        while (lines.length() < MIB) {
            lines.append("{\"at\":").append(random.nextInt(1 << 30)).append(",\"said\":\"");
            for (int i = 0; i < 12; i++) {
                lines.append(words[random.nextInt(words.length)]).append(' ');
            }
            lines.append("\"}\n");
        }
        return Arrays.copyOf(lines.toString().getBytes(StandardCharsets.UTF_8), MIB);
    }
}
