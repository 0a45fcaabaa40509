package dev.vivarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A life by {@code bench/life/life.sh}: qemu-img, an ISO tool, qemu, ssh and QMP by hand.
 *
 * @param script the script
 * @param image a disk image of this host
 * @param medium the ISO image with the bundle
 * @param rounds how often it is saved and brought back
 */
record ScriptedLife(Path script, Path image, Path medium, int rounds) implements Life {

    /** Packs the bundle as a script would, once for all lives. */
    static ScriptedLife of(Path script, Path image, Path bundle, Path given, int rounds)
            throws IOException, InterruptedException {
        String maker = RawTool.isoMaker()
                .orElseThrow(() -> new IOException("no ISO tool is here: apt-get install genisoimage"));
        Path medium = Files.createDirectories(given.resolve("medium"));
        Files.createSymbolicLink(given.resolve("bundle"), bundle);
        RawTool.bash(
                given,
                "tar -C bundle/ -cf - . | zstd -q -3 -T0 -o medium/bundle.tar.zst; "
                        + "(cd medium; sha256sum bundle.tar.zst >bundle.sha256); " + maker
                        + " -V BUNDLE -o medium.iso medium");
        return new ScriptedLife(script, image, medium.resolveSibling("medium.iso"), rounds);
    }

    @Override
    public String what() {
        return "life.sh: qemu-img, ISO tool, qemu, ssh, QMP";
    }

    @Override
    public Times live(Path fresh) throws IOException, InterruptedException {
        Path figures = fresh.resolve("figures.txt");
        Path own = Files.createDirectory(fresh.resolve("node"));
        String line = "\"$0\" \"$1\" \"$2\" \"$3\" \"$4\" >\"$5\"";
        RawTool.bash(
                fresh,
                line,
                script.toString(),
                own.toString(),
                image.toString(),
                medium.toString(),
                Integer.toString(rounds),
                figures.toString());
        Map<Phase, List<Double>> times = new EnumMap<>(Phase.class);
        for (String text : Files.readAllLines(figures)) {
            String[] words = text.split(" ", 2);
            times.computeIfAbsent(Phase.valueOf(words[0].toUpperCase(Locale.ROOT)), p -> new ArrayList<>())
                    .add(Double.valueOf(words[1]));
        }
        return new Times(times);
    }
}
