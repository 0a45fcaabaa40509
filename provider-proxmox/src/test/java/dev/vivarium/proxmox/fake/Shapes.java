package dev.vivarium.proxmox.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares an answer with the shape of a real one: the same keys, of the same types. */
final class Shapes {
    private Shapes() {}

    /** Where they differ. An empty list has no shape; of a list's entries each has to fit what the real ones had together. */
    static Optional<String> difference(String at, JsonNode shape, JsonNode value) {
        if (shape.isTextual()) {
            return shape.asText().contains(letter(value))
                    ? Optional.empty()
                    : Optional.of(at + " is " + value + ", the real one's type is " + shape.asText());
        } else if (shape.isArray() != value.isArray() || shape.isObject() != value.isObject()) {
            return Optional.of(at + " is " + value + ", the real one's shape is " + shape);
        } else if (shape.isArray()) {
            return list(at, shape, value);
        }
        Set<String> real = names(shape);
        if (!real.equals(names(value))) {
            return Optional.of(at + " has " + names(value) + ", the real one has " + real);
        }
        return fields(at, shape, value);
    }

    private static Optional<String> list(String at, JsonNode shape, JsonNode value) {
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode entry : value) {
            Optional<String> difference = entry.isObject() && shape.get(0).isObject()
                    ? entry(at + "[]", shape.get(0), entry)
                    : difference(at + "[]", shape.get(0), entry);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> entry(String at, JsonNode shape, JsonNode entry) {
        Set<String> more = names(entry);
        more.removeAll(names(shape));
        return more.isEmpty() ? fields(at, shape, entry) : Optional.of(at + " has " + more + ", the real one has not");
    }

    private static Optional<String> fields(String at, JsonNode shape, JsonNode value) {
        for (String name : names(value)) {
            Optional<String> difference = difference(at + "." + name, shape.path(name), value.path(name));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String letter(JsonNode value) {
        return value.isNull() ? "0" : value.isBoolean() ? "b" : value.isNumber() ? "n" : value.isTextual() ? "s" : "?";
    }
}
