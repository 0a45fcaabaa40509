package dev.vivarium.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vivarium.client.model.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The records have what the contract has, no more and no less, so that they cannot drift apart. */
class RecordsTest {
    /** Words of the contract for which Java has a type. */
    private static final Set<String> WORDS =
            Set.of("Uuid", "Digest", "Time", "Duration", "NodeName", "SnapshotName", "HypervisorName", "Labels");

    private final Contract contract = new Contract();
    private final List<String> differences = new ArrayList<>();

    @Test
    void everySchemaHasItsRecordAndEveryPropertyItsComponent() {
        contract.schemas().forEach((name, schema) -> {
            if (!WORDS.contains(name) && !name.endsWith("Page")) {
                compare(name, type(name), Contract.map(schema));
            }
        });
        assertThat(differences).isEmpty();
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("dev.vivarium.client.model." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the schema " + name + " has no record", e);
        }
    }

    private void compare(String where, Class<?> type, Map<String, Object> schema) {
        if (schema.containsKey("enum")) {
            compareConstants(where, type, schema);
        } else {
            compareMembers(where, type, schema);
        }
    }

    private void compareConstants(String where, Class<?> type, Map<String, Object> schema) {
        Set<String> constants = new TreeSet<>();
        for (Object constant : type.getEnumConstants()) {
            String word = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (!isFallback(type, (Enum<?>) constant) || word.equals("unknown")) {
                constants.add(word);
            }
        }
        differ(
                where,
                new TreeSet<>(Contract.list(schema.get("enum")).stream()
                        .map(Object::toString)
                        .toList()),
                constants);
    }

    private static boolean isFallback(Class<?> type, Enum<?> constant) {
        try {
            return type.getField(constant.name()).isAnnotationPresent(JsonEnumDefaultValue.class);
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private void compareMembers(String where, Class<?> type, Map<String, Object> schema) {
        Map<String, Object> properties = properties(schema);
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        Arrays.stream(type.getRecordComponents()).forEach(c -> components.put(wireName(c), c));
        differ(where, properties.keySet(), components.keySet());
        List<Object> required = Contract.list(schema.getOrDefault("required", List.of()));
        properties.forEach((name, property) -> {
            RecordComponent component = components.get(name);
            if (component != null) {
                compareMember(
                        where + "." + name,
                        component.getGenericType(),
                        Contract.map(property),
                        required.contains(name));
            }
        });
    }

    /** Of cases that exclude each other, all. */
    private static Map<String, Object> properties(Map<String, Object> schema) {
        if (schema.containsKey("properties")) {
            return Contract.map(schema.get("properties"));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        Contract.list(schema.get("oneOf"))
                .forEach(c -> all.putAll(Contract.map(Contract.map(c).get("properties"))));
        return all;
    }

    private static String wireName(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private void compareMember(String where, Type type, Map<String, Object> property, boolean required) {
        boolean optional = raw(type) == Optional.class;
        boolean collection = raw(type) == List.class || raw(type) == Map.class;
        if (!collection) {
            differ(where + " optional", !required, optional);
        }
        compareType(where, optional ? inner(type) : type, property);
    }

    private void compareType(String where, Type type, Map<String, Object> property) {
        Map<String, Object> schema = contract.resolved(property);
        String named = property.get("$ref") instanceof String ref ? ref.substring(ref.lastIndexOf('/') + 1) : "";
        switch (String.valueOf(schema.get("type"))) {
            case "integer" ->
                differ(where, "int64".equals(schema.get("format")) ? Long.class : Integer.class, boxed(raw(type)));
            case "number" -> differ(where, Double.class, boxed(raw(type)));
            case "boolean" -> differ(where, Boolean.class, boxed(raw(type)));
            case "array" -> {
                differ(where, List.class, raw(type));
                compareType(where + "[]", inner(type), Contract.map(schema.get("items")));
            }
            case "string" -> compareText(where, raw(type), schema, named);
            default -> compareObject(where, type, schema, named);
        }
    }

    private void compareText(String where, Class<?> type, Map<String, Object> schema, String named) {
        if (schema.containsKey("enum")) {
            compareConstants(where, type, schema);
        } else if (named.equals("Uuid")) {
            differ(where, UUID.class, type);
        } else if ("date-time".equals(schema.get("format"))) {
            differ(where, Instant.class, type);
        } else if (named.equals("Duration")) {
            differ(where, Duration.class, type);
        } else {
            differ(where, where.endsWith(".secret") ? Secret.class : String.class, type);
        }
    }

    private void compareObject(String where, Type type, Map<String, Object> schema, String named) {
        if (!named.isEmpty() && !WORDS.contains(named)) {
            differ(where, type(named), raw(type));
        } else if (schema.containsKey("properties")) {
            compareMembers(where, raw(type), schema);
        } else {
            differ(where, Map.class, raw(type));
        }
    }

    private void differ(String where, Object contracted, Object ours) {
        if (!contracted.equals(ours)) {
            differences.add(where + ": the contract has " + contracted + ", the client " + ours);
        }
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    private static Type inner(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }
}
