package dev.vivarium.testkit.faults;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.spi.Key;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one step remembered: the part of a journal that survives a crash. Values go through the journal's own JSON, so that
 * a key whose value could not be journaled fails here too. Safe for threads.
 */
public final class MemoryJournal {
    private final Map<String, String> lines = new TreeMap<>();

    synchronized <T> Optional<T> get(Key<T> key) {
        return Optional.ofNullable(lines.get(key.name())).map(json -> Json.read(json, key.type()));
    }

    /** Writes a value and reads it back at once: a key must not fail only after a crash. */
    synchronized <T> void put(Key<T> key, T value) {
        String json = Json.write(value);
        T back = Json.read(json, key.type());
        if (!value.equals(back)) {
            throw new AssertionError("key " + key.name() + ": " + value + " came back from JSON as " + back);
        }
        lines.put(key.name(), json);
    }

    /** The JSON text of every value, by the key's name. */
    public synchronized Map<String, String> lines() {
        return Map.copyOf(lines);
    }
}
