package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * An object of an answer, read as loosely as the server writes: a number may be a string, a switch {@code 1}, {@code "1"} or
 * true, and what is missing or null is absent. The one place that knows it.
 */
final class Fields {
    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    static Fields of(JsonNode node) {
        if (!node.isObject()) {
            throw unexpected("an object", node);
        }
        return new Fields(node);
    }

    static List<Fields> listOf(JsonNode node) {
        if (!node.isArray()) {
            throw unexpected("a list", node);
        }
        List<Fields> all = new ArrayList<>();
        node.forEach(each -> all.add(of(each)));
        return all;
    }

    /** The text of a plain value: numbers and switches as the server wrote them. */
    static Optional<String> plain(JsonNode value) {
        return value.isBoolean()
                ? Optional.of(value.booleanValue() ? "1" : "0")
                : value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    Optional<String> text(String name) {
        return plain(node.path(name));
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    String need(String name) {
        return text(name).orElseThrow(() -> answer("there is no '" + name + "' in Proxmox VE's answer"));
    }

    OptionalLong number(String name) {
        OptionalDouble number = decimal(name);
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(exact(name, number.getAsDouble()));
    }

    long number(String name, long otherwise) {
        return number(name).orElse(otherwise);
    }

    int needInt(String name) {
        long number = number(name).orElseThrow(() -> answer("there is no '" + name + "' in Proxmox VE's answer"));
        if (number != (int) number) {
            throw answer("'" + name + "' in Proxmox VE's answer is out of range");
        }
        return (int) number;
    }

    OptionalDouble decimal(String name) {
        Optional<String> text = text(name).map(String::strip).filter(t -> !t.isEmpty());
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException e) {
            throw answer("'" + name + "' in Proxmox VE's answer is no number: '" + Printable.line(text.get()) + "'");
        }
    }

    boolean flag(String name) {
        return flag(name, false);
    }

    boolean flag(String name, boolean otherwise) {
        return text(name).map(text -> text.equals("1") || text.equals("true")).orElse(otherwise);
    }

    Optional<Instant> time(String name) {
        OptionalLong seconds = number(name);
        return seconds.isPresent() ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }

    JsonNode raw(String name) {
        return node.path(name);
    }

    List<Fields> list(String name) {
        return node.path(name).isArray() ? listOf(node.path(name)) : List.of();
    }

    List<String> texts(String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false)
                .flatMap(value -> plain(value).stream())
                .toList();
    }

    /** Every plain value by its name. */
    Map<String, String> texts() {
        Map<String, String> all = new LinkedHashMap<>();
        node.properties().forEach(each -> plain(each.getValue()).ifPresent(text -> all.put(each.getKey(), text)));
        return all;
    }

    static VivariumException answer(String what) {
        return new VivariumException(
                Kind.HYPERVISOR_FAULT,
                "proxmox.answer",
                what + "; check that the address is a Proxmox VE server's, of version 8 or newer");
    }

    private static long exact(String name, double number) {
        if (Double.isNaN(number) || Math.abs(number) > 1L << 62) {
            throw answer("'" + name + "' in Proxmox VE's answer is out of range");
        }
        return (long) number;
    }

    private static VivariumException unexpected(String wanted, JsonNode node) {
        return answer("Proxmox VE was to answer with " + wanted + " and answered with "
                + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }
}
