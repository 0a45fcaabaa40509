package dev.vivarium.proxmox.fake.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks parameters against the schema, and says what is wrong in the real one's words. */
public final class ParameterCheck {
    private static final String UNKNOWN =
            "property is not defined in schema and the schema does not allow additional properties";
    private static final Pattern NUMBERED = Pattern.compile("(.+?)(0|[1-9][0-9]*)");
    private static final Map<String, Integer> HIGHEST = Map.of(
            "scsi",
            30,
            "ide",
            3,
            "sata",
            5,
            "virtio",
            15,
            "hostpci",
            15,
            "serial",
            3,
            "usb",
            13,
            "parallel",
            2,
            "net",
            31,
            "unused",
            255);

    private final Map<String, String> errors = new TreeMap<>();

    private ParameterCheck() {}

    /**
     * Checks all of them.
     *
     * @throws Refusal with 400 and the list of errors
     */
    public static void check(ApiSchema.Operation operation, Map<String, String> parameters) {
        Map<String, String> errors = new ParameterCheck().run(operation.properties(), parameters, "");
        if (!errors.isEmpty()) {
            throw Refusal.parameters(errors);
        }
    }

    /** The schema of a property, those with a number behind their name included. */
    public static Optional<JsonNode> property(JsonNode properties, String name) {
        if (properties.has(name)) {
            return Optional.of(properties.get(name));
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()
                && properties.has(numbered.group(1) + "[n]")
                && numbered.group(2).length() < 4
                && Integer.parseInt(numbered.group(2)) <= HIGHEST.getOrDefault(numbered.group(1), 255)) {
            return Optional.of(properties.get(numbered.group(1) + "[n]"));
        }
        return Optional.empty();
    }

    private Map<String, String> run(JsonNode properties, Map<String, String> values, String prefix) {
        values.forEach((name, value) -> property(properties, name)
                .ifPresentOrElse(
                        schema -> one(prefix + name, schema, value, values), () -> errors.put(prefix + name, UNKNOWN)));
        properties.properties().forEach(property -> {
            JsonNode schema = property.getValue();
            boolean needed = !isOne(schema, "optional") && !schema.has("alias");
            if (needed && !property.getKey().endsWith("[n]") && !values.containsKey(property.getKey())) {
                errors.putIfAbsent(prefix + property.getKey(), "property is missing and it is not optional");
            }
        });
        return errors;
    }

    private static boolean isOne(JsonNode schema, String key) {
        return schema.path(key).asInt() == 1;
    }

    private void one(String name, JsonNode schema, String value, Map<String, String> all) {
        String needed = schema.path("requires").asText();
        if (!needed.isEmpty() && !all.containsKey(needed)) {
            errors.put(needed, "missing property required by '" + name + "'");
        }
        if (schema.path("type").asText().equals("array")) {
            for (String item : Request.list(value)) {
                problem(schema.path("items"), item).ifPresent(text -> errors.put(name, text));
            }
            return;
        }
        problem(name, schema, value).ifPresent(text -> errors.put(name, text));
    }

    private static Optional<String> problem(JsonNode schema, String value) {
        return problem("", schema, value);
    }

    private static Optional<String> problem(String name, JsonNode schema, String value) {
        String type = schema.path("type").asText("string");
        if (!hasType(type, value)) {
            return Optional.of("type check ('" + type + "') failed - got '" + value + "'");
        }
        Optional<String> format = format(name, schema.path("format"), value);
        return format.isPresent() ? format.map(text -> "invalid format - " + text + "\n") : bounds(schema, value);
    }

    private static boolean hasType(String type, String value) {
        return switch (type) {
            case "integer" -> value.matches("[+-]?[0-9]{1,18}");
            case "number" -> value.matches("[+-]?[0-9]+(\\.[0-9]+)?");
            case "boolean" -> value.equals("0") || value.equals("1");
            default -> true;
        };
    }

    private static Optional<String> format(String name, JsonNode format, String value) {
        if (format.isTextual()) {
            Optional<JsonNode> known = Formats.propertyString(format.asText());
            return known.isPresent() ? format(name, known.get(), value) : Formats.problem(format.asText(), value);
        } else if (!format.isObject()) {
            return Optional.empty();
        }
        Optional<Map<String, String>> parts = parts(format, value);
        if (parts.isEmpty()) {
            return Optional.of("value without key, but schema does not define a default key");
        }
        Map<String, String> wrong = new ParameterCheck().run(format, parts.get(), name + ".");
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("format error");
        wrong.forEach(
                (key, problem) -> text.append('\n').append(key).append(": ").append(problem.stripTrailing()));
        return Optional.of(text.toString());
    }

    /** Takes a property string apart; empty if a part has no key and there is none that it could be. */
    private static Optional<Map<String, String>> parts(JsonNode format, String value) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : value.split(",", -1)) {
            int eq = part.indexOf('=');
            if (eq < 0) {
                Optional<String> key = defaultKey(format);
                if (key.isEmpty()) {
                    return Optional.empty();
                }
                parts.put(key.get(), part);
                continue;
            }
            String key = part.substring(0, eq);
            JsonNode schema = format.path(key);
            if (schema.has("keyAlias")) {
                parts.put(schema.path("keyAlias").asText(), key);
            }
            parts.put(schema.path("alias").asText(key), part.substring(eq + 1));
        }
        return Optional.of(parts);
    }

    private static Optional<String> defaultKey(JsonNode format) {
        return format.properties().stream()
                .filter(property -> isOne(property.getValue(), "default_key"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<String> bounds(JsonNode schema, String value) {
        if (schema.has("pattern") && !matches(schema.path("pattern").asText(), value)) {
            return Optional.of("value does not match the regex pattern");
        } else if (schema.has("maxLength")
                && value.length() > schema.path("maxLength").asInt()) {
            return Optional.of("value may only be " + schema.path("maxLength").asInt() + " characters long");
        } else if (schema.has("minLength")
                && value.length() < schema.path("minLength").asInt()) {
            return Optional.of(
                    "value must be at least " + schema.path("minLength").asInt() + " characters long");
        } else if (schema.has("minimum")
                && number(value) < schema.path("minimum").asDouble()) {
            return Optional.of("value must have a minimum value of "
                    + schema.path("minimum").asText());
        } else if (schema.has("maximum")
                && number(value) > schema.path("maximum").asDouble()) {
            return Optional.of("value must have a maximum value of "
                    + schema.path("maximum").asText());
        }
        return schema.has("enum") ? enumeration(schema.path("enum"), value) : Optional.empty();
    }

    private static double number(String value) {
        return Double.parseDouble(value);
    }

    /** Perl's patterns are Java's, but for the few that use something else: those let everything pass. */
    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.compile(pattern).matcher(value).find()
                    && (pattern.startsWith("^")
                            || Pattern.compile(pattern).matcher(value).matches());
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private static Optional<String> enumeration(JsonNode values, String value) {
        StringBuilder all = new StringBuilder();
        for (JsonNode one : values) {
            if (one.asText().equals(value)) {
                return Optional.empty();
            }
            all.append(all.length() == 0 ? "" : ", ").append(one.asText());
        }
        return Optional.of("value '" + value + "' does not have a value in the enumeration '" + all + "'");
    }
}
