package dev.vivarium.cloudinit.yaml;

import dev.vivarium.cloudinit.InputException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map of a document, consumed key by key: ask for every key that is known, then call {@link #finish()}, which refuses those
 * that nobody asked for. Not for use by several threads.
 */
public final class YamlMap {
    /** What the root is called in messages. */
    static final String ROOT = "the document";

    private final String source;
    private final String name;
    private final Node.Entries node;
    private final Set<String> asked = new LinkedHashSet<>();

    YamlMap(String source, String name, Node.Entries node) {
        this.source = source;
        this.name = name;
        this.node = node;
    }

    /** The document's name, as given to {@link Yaml}. */
    public String source() {
        return source;
    }

    /** The line where the map starts, counted from 1. */
    public int line() {
        return node.line();
    }

    /** An error at the map's first line. The caller throws it. */
    public InputException fail(String problem) {
        return new InputException(source, line(), name + ": " + problem);
    }

    /**
     * The value of a key.
     *
     * @throws InputException if the key is missing
     */
    public YamlValue required(String key) {
        return optional(key).orElseThrow(() -> fail("the key '" + key + "' is missing" + misspelt(key)));
    }

    /** The value of a key, or empty if the key is missing. */
    public Optional<YamlValue> optional(String key) {
        asked.add(key);
        return Optional.ofNullable(node.entries().get(key)).map(entry -> value(key, entry));
    }

    /** All keys and values in the order written, for maps whose keys are the user's own names; all count as asked for. */
    public Map<String, YamlValue> entries() {
        Map<String, YamlValue> values = new LinkedHashMap<>();
        node.entries().forEach((key, entry) -> values.put(key, value(key, entry)));
        asked.addAll(values.keySet());
        return values;
    }

    /**
     * Ends the reading of this map.
     *
     * @throws InputException at the first key that nobody asked for, with the known key that it resembles
     */
    public void finish() {
        node.entries().forEach((key, entry) -> {
            if (!asked.contains(key)) {
                String hint = Spelling.closest(key, asked)
                        .map(known -> "; did you mean '" + known + "'?")
                        .orElse("; known here: " + String.join(", ", asked));
                throw new InputException(source, entry.keyLine(), name + ": unknown key '" + key + "'" + hint);
            }
        });
    }

    private String misspelt(String key) {
        return node.entries().entrySet().stream()
                .filter(written -> !asked.contains(written.getKey()))
                .filter(written ->
                        Spelling.closest(written.getKey(), Set.of(key)).isPresent())
                .map(written -> "; is '" + written.getKey() + "' in line "
                        + written.getValue().keyLine() + " meant?")
                .findFirst()
                .orElse("");
    }

    private YamlValue value(String key, Node.Entry entry) {
        String path = name.equals(ROOT) ? key : name + "." + key;
        return new YamlValue(source, path, entry.value());
    }
}
