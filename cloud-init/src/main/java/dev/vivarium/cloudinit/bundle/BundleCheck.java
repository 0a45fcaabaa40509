package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Everything that is wrong with a bundle's directory, and what is only unwise; {@link Bundle#open} stops at the first error. */
public final class BundleCheck {
    private static final int MOST_PROBLEMS = 200;
    private static final int MOST_BLOCKS = 40;
    private static final Pattern TOP_KEY = Pattern.compile("^[A-Za-z0-9_'\"].*");

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Path root;

    private BundleCheck(Path root) {
        this.root = root;
    }

    /**
     * One thing to mend.
     *
     * @param error whether packing refuses it
     * @param source the file, as the user knows it
     * @param line counted from 1; 0 if it concerns the whole
     * @param message what is wrong and what to do
     */
    public record Problem(boolean error, String source, int line, String message) {
        static Problem of(InputException e) {
            String place = e.source() + (e.line() > 0 ? ":" + e.line() : "") + ": ";
            String message = String.valueOf(e.getMessage());
            return new Problem(
                    true,
                    e.source(),
                    e.line(),
                    message.startsWith(place) ? message.substring(place.length()) : message);
        }

        /** {@code bundle.yaml:12: error: …} */
        @Override
        public String toString() {
            return source + (line > 0 ? ":" + line : "") + (error ? ": error: " : ": warning: ") + message;
        }
    }

    /**
     * Looks at all of it; at most 200 problems are told.
     *
     * @throws UncheckedIOException if the directory cannot be read
     */
    public static List<Problem> of(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of(new Problem(
                    true, directory.toString(), 0, "is not a directory; a bundle is one with bundle.yaml in it"));
        }
        try {
            BundleCheck check = new BundleCheck(directory.toRealPath());
            check.look();
            return check.problems.stream().limit(MOST_PROBLEMS).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundle " + directory + ": " + e, e);
        }
    }

    private void look() throws IOException {
        List<SourceEntry> entries =
                SourceTree.scan(root, SourceTree.MAX_ENTRIES, this::note).entries();
        Path file = root.resolve(BundleManifest.FILE_NAME);
        Optional<ManifestReader.Result> read = Optional.empty();
        try {
            read = manifest(file.toString(), Bundle.manifestText(file));
        } catch (InputException e) {
            note(e);
        }
        if (read.isPresent()) {
            BundleLayout.check(root, file.toString(), read.get(), entries, this::note);
            problems.addAll(BundleAdvice.of(root, read.get(), entries));
        }
    }

    private void note(InputException e) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(Problem.of(e));
        }
    }

    /** The reader stops at the first mistake; so the key with the mistake is taken out and the rest is read again. */
    private Optional<ManifestReader.Result> manifest(String source, String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 0; i < MOST_BLOCKS; i++) {
            try {
                ManifestReader.Result result = ManifestReader.readWithLines(source, String.join("\n", lines));
                return i == 0 ? Optional.of(result) : Optional.empty();
            } catch (InputException e) {
                note(e);
                if (!blank(lines, e.line())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Takes out the top-level key around this line; what is required gets a value that passes. */
    private static boolean blank(List<String> lines, int line) {
        int first = Math.min(line, lines.size()) - 1;
        while (first >= 0 && !TOP_KEY.matcher(lines.get(first)).matches()) {
            first--;
        }
        if (first < 0 || line <= 1 && lines.get(0).startsWith("version: 1")) {
            return false; // it concerns the whole
        }
        String key = lines.get(first).replaceAll("[:'\" ].*", "");
        lines.set(first, replacement(key));
        for (int i = first + 1;
                i < lines.size() && !TOP_KEY.matcher(lines.get(i)).matches();
                i++) {
            lines.set(i, "");
        }
        if (key.equals("state")) { // what preserve says could not be judged
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("preserve:")) {
                    blank(lines, i + 1);
                }
            }
        }
        return true;
    }

    private static String replacement(String key) {
        return switch (key) {
            case "version" -> "version: 1";
            case "name", "release" -> key + ": 'x'";
            default -> "";
        };
    }
}
