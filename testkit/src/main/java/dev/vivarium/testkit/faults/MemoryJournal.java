package dev.vivarium.testkit.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.core.spi.Key;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one step remembered: the part of a journal that survives a crash. Values go through JSON, so that a key whose value
 * could not be journaled fails here too. Safe for threads.
 */
public final class MemoryJournal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, String> lines = new TreeMap<>();

    synchronized <T> Optional<T> get(Key<T> key) {
        return Optional.ofNullable(lines.get(key.name())).map(json -> read(key, json));
    }

    synchronized <T> void put(Key<T> key, T value) {
        lines.put(key.name(), write(key, value));
    }

    /** The JSON text of every value, by the key's name. */
    public synchronized Map<String, String> lines() {
        return Map.copyOf(lines);
    }

    private static <T> T read(Key<T> key, String json) {
        try {
            return JSON.readValue(json, key.type());
        } catch (JsonProcessingException e) {
            throw new AssertionError("key " + key.name() + " cannot be read back as " + key.type(), e);
        }
    }

    /** Writes a value and reads it back at once: a key must not fail only after a crash. */
    private static <T> String write(Key<T> key, T value) {
        try {
            String json = JSON.writeValueAsString(value);
            T back = read(key, json);
            if (!value.equals(back)) {
                throw new AssertionError("key " + key.name() + ": " + value + " came back from JSON as " + back);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("key " + key.name() + " cannot be written as JSON", e);
        }
    }
}
