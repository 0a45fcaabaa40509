package dev.vivarium.service.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that a schema of the contract allows, and values that it nearly allows. */
final class Values {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 12;
    private static final long[] EDGES = {0, 1, -1, 63, 64, 1000, 1001, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final JsonNode document;
    private final Texts texts;
    private final Random random;

    Values(JsonNode document, Texts texts, Random random) {
        this.document = document;
        this.texts = texts;
        this.random = random;
    }

    /** One that the schema allows. */
    JsonNode good(JsonNode schema) {
        return good(schema, 0);
    }

    private JsonNode good(JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        if (schema.has("const")) {
            return schema.path("const");
        } else if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        } else if (schema.has("oneOf")) {
            return good(
                    schema.path("oneOf").get(random.nextInt(schema.path("oneOf").size())), depth + 1);
        }
        return switch (schema.path("type").asText("object")) {
            case "string" -> JSON.textNode(text(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> JSON.numberNode(integer(schema));
            case "number" -> JSON.numberNode(random.nextDouble());
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    private String text(JsonNode schema) {
        if (schema.path("format").asText().equals("date-time")) {
            return Instant.ofEpochSecond(random.nextInt()).toString();
        }
        return texts.fitting(
                schema.path("pattern").asText(""),
                schema.path("minLength").asInt(0),
                schema.path("maxLength").asInt(200));
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(least + 100_000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + Math.floorMod(random.nextLong(), Math.max(1, most - least + 1));
        };
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int size = depth > DEEPEST ? least : least + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            array.add(good(schema.path("items"), depth + 1));
        }
        return array;
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            if (required.contains(member.getKey()) || (depth <= DEEPEST && random.nextInt(3) == 0)) {
                object.set(member.getKey(), good(member.getValue(), depth + 1));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            int more = random.nextInt(3);
            for (int i = 0; i < more; i++) {
                String pattern = schema.path("propertyNames").path("pattern").asText("");
                object.set(texts.fitting(pattern, 1, 63), good(schema.path("additionalProperties"), depth + 1));
            }
        }
        return object;
    }

    /** The same with one thing wrong, or nothing, by chance. */
    JsonNode nearly(JsonNode good) {
        if (good.isObject() && !good.isEmpty() && random.nextInt(6) != 0) {
            ObjectNode changed = ((ObjectNode) good).deepCopy();
            List<String> names = new ArrayList<>();
            good.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(5)) {
                case 0 -> changed.remove(name);
                case 1 -> changed.set(texts.hostile(), wrong());
                case 2 -> changed.set(name, JSON.nullNode());
                default -> changed.set(name, nearly(good.path(name)));
            }
            return changed;
        }
        if (good.isArray() && !good.isEmpty() && random.nextBoolean()) {
            ArrayNode changed = ((ArrayNode) good).deepCopy();
            changed.set(random.nextInt(good.size()), wrong());
            return changed;
        }
        return wrong();
    }

    /** Anything. */
    JsonNode wrong() {
        return switch (random.nextInt(9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.numberNode(EDGES[random.nextInt(EDGES.length)]);
            case 2 -> JSON.numberNode(new BigInteger("9".repeat(1 + random.nextInt(400))));
            case 3 -> JSON.numberNode(new BigDecimal("1e-" + random.nextInt(300)));
            case 4 -> JSON.booleanNode(true);
            case 5 -> JSON.arrayNode().add(texts.hostile());
            case 6 -> JSON.objectNode().put(texts.hostile(), texts.hostile());
            default -> JSON.textNode(texts.hostile());
        };
    }

    JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText("");
        return ref.startsWith("#/") ? resolved(document.at(ref.substring(1))) : node;
    }
}
