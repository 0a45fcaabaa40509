package dev.vivarium.testkit.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a journal's files were after each write of one operation: a file of JSON lines. Each line holds the files that changed,
 * by their names in the journal's directory, with their text or what was added to it, or null where one
 * went; the first line is what was there before.
 * Paths of the site are written as <code>${site}</code>.
 *
 * @param lines in order
 */
record Tape(List<Frame> lines) {
    private static final String SITE = "${site}";
    private static final String ADDED = "added";

    /**
     * What one write changed.
     *
     * @param mark which entry it was, as another release writes it too; empty for writes of a node's record
     * @param files the texts by name
     */
    record Frame(String mark, Map<String, Optional<String>> files) {}

    /** How an entry is known again: its kind, its step and its key. */
    static String mark(Optional<Entry> entry) {
        return entry.map(Json::tree)
                .map(e -> (e.path("entry").asText() + " " + e.path("step").asText() + " "
                                + e.path("key").asText())
                        .strip())
                .orElse("");
    }

    /** The journal's files now. */
    static Map<String, String> files(Path journal, Path site) {
        Map<String, String> texts = new TreeMap<>();
        for (String directory : List.of("nodes", "operations", "ended")) {
            if (!Files.isDirectory(journal.resolve(directory))) {
                continue;
            }
            try (Stream<Path> all = Files.walk(journal.resolve(directory))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    texts.put(
                            journal.relativize(file).toString(),
                            Files.readString(file).replace(site.toString(), SITE));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    /** What changed between two looks. */
    static Frame change(String mark, Map<String, String> before, Map<String, String> after) {
        Map<String, Optional<String>> changed = new TreeMap<>();
        before.keySet().stream().filter(f -> !after.containsKey(f)).forEach(f -> changed.put(f, Optional.empty()));
        after.forEach((file, text) -> {
            if (!text.equals(before.get(file))) {
                changed.put(file, Optional.of(text));
            }
        });
        return new Frame(mark, changed);
    }

    static Tape read(String text) {
        List<Frame> frames = new ArrayList<>();
        Map<String, String> known = new TreeMap<>();
        for (String line : text.lines().toList()) {
            JsonNode tree = Json.read(line, JsonNode.class);
            Map<String, Optional<String>> files = new TreeMap<>();
            tree.path("files").properties().forEach(e -> {
                Optional<String> now = text(e.getValue(), known.getOrDefault(e.getKey(), ""));
                files.put(e.getKey(), now);
                known.put(e.getKey(), now.orElse(""));
            });
            frames.add(new Frame(tree.path("mark").asText(), files));
        }
        return new Tape(frames);
    }

    private static Optional<String> text(JsonNode written, String before) {
        if (written.isNull()) {
            return Optional.empty();
        }
        return Optional.of(written.has(ADDED) ? before + written.path(ADDED).asText() : written.asText());
    }

    /** A file that only grew is written by what was added. */
    String write() {
        StringBuilder text = new StringBuilder();
        Map<String, String> known = new TreeMap<>();
        for (Frame frame : lines) {
            ObjectNode files = JsonNodeFactory.instance.objectNode();
            frame.files().forEach((file, content) -> {
                String now = content.orElse("");
                String before = known.getOrDefault(file, "");
                if (!before.isEmpty() && now.startsWith(before)) {
                    files.putObject(file).put(ADDED, now.substring(before.length()));
                } else {
                    files.put(file, content.orElse(null));
                }
                known.put(file, now);
            });
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("mark", frame.mark());
            text.append(line.set("files", files).toString()).append('\n');
        }
        return text.toString();
    }

    /**
     * Makes the journal's files what they were after the line of this number. The bundle's digests become those that its packing
     * has today: in a node that was really made then, it is the guest that holds the old ones.
     */
    void play(int until, Path journal, Path site) throws IOException {
        List<String> today = files(journal, site).entrySet().stream()
                .filter(f -> f.getKey().startsWith("nodes/"))
                .flatMap(f -> digests(f.getValue()).stream())
                .toList();
        for (String old : files(journal, site).keySet()) {
            Files.delete(journal.resolve(old));
        }
        for (Frame frame : lines.subList(0, until + 1)) {
            for (Map.Entry<String, Optional<String>> file : frame.files().entrySet()) {
                Path place = journal.resolve(file.getKey());
                if (file.getValue().isPresent()) {
                    Files.createDirectories(Objects.requireNonNull(place.getParent()));
                    Files.writeString(
                            place, asToday(file.getValue().get(), today).replace(SITE, site.toString()));
                } else {
                    Files.deleteIfExists(place);
                }
            }
        }
    }

    private String asToday(String text, List<String> today) {
        List<String> then = lines.stream()
                .flatMap(frame -> frame.files().entrySet().stream())
                .filter(f -> f.getKey().startsWith("nodes/"))
                .flatMap(f -> f.getValue().stream())
                .map(Tape::digests)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
        String changed = text;
        for (int i = 0; i < Math.min(then.size(), today.size()); i++) {
            changed = changed.replace(then.get(i), today.get(i));
        }
        return changed;
    }

    /** The digests of the bundle in a node's record. */
    private static List<String> digests(String node) {
        JsonNode bundle = Json.read(node, JsonNode.class).path("node").path("bundle");
        return bundle.findValuesAsText("digest");
    }

    /** How often this line's mark was written until then, this line included. */
    int occurrence(int line) {
        String mark = lines.get(line).mark();
        return (int) lines.subList(0, line + 1).stream()
                .filter(f -> f.mark().equals(mark))
                .count();
    }
}
