package dev.vivarium.service.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * JSON on the wire: absent is missing and never null, times in ISO 8601, enums in lower case with hyphens. What is read is
 * read strictly: an unknown, doubled or null member, another type, or anything after the document is refused.
 */
public final class WireJson {
    private static final int DEEPEST = 32;
    private static final ObjectMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(words())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private WireJson() {}

    /** As bytes in UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** As a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** An enum's value as it is written on the wire. */
    public static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What the bytes say.
     *
     * @throws Refusal 400 that says what is wrong and where
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree == null || tree.isMissingNode()) {
                throw Refusal.badRequest("request.empty", "the request needs a body of JSON");
            }
            refuseNulls(tree, "");
            return MAPPER.treeToValue(tree, type);
        } catch (UnrecognizedPropertyException e) {
            throw Refusal.badRequest(
                    "request.unknown-member",
                    "there is no member '" + shown(e.getPropertyName()) + "'" + where(e) + "; there is "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        } catch (JsonMappingException e) {
            throw Refusal.badRequest("request.invalid", "the body does not fit" + where(e) + ": " + reason(e));
        } catch (StreamReadException e) {
            throw Refusal.badRequest(
                    "request.json",
                    "the body is no JSON that this service reads, at line "
                            + e.getLocation().getLineNr() + ": " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw Refusal.badRequest("request.json", "the body is no JSON");
        }
    }

    private static void refuseNulls(JsonNode node, String path) {
        if (node.isNull()) {
            throw Refusal.badRequest("request.null", "'" + path + "' is null; leave out what is not meant");
        }
        node.properties().forEach(e -> refuseNulls(e.getValue(), path + "/" + shown(e.getKey())));
        if (node.isArray()) {
            node.forEach(n -> refuseNulls(n, path + "/-"));
        }
    }

    private static String where(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : shown(r.getFieldName()))
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : " at '" + path + "'";
    }

    /** Jackson's own words name our classes, which are nobody's business. */
    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
            return firstLine(cause.getMessage());
        }
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
            return "it is one of "
                    + Arrays.stream(wrong.getTargetType().getEnumConstants())
                            .map(c -> text((Enum<?>) c))
                            .collect(Collectors.joining(", "));
        }
        return e.getOriginalMessage().startsWith("Null value for creator")
                        || e.getOriginalMessage().startsWith("Missing")
                ? "a member that is required is missing"
                : "another type of value is meant";
    }

    /** A name from outside, short enough to repeat. */
    static String shown(String text) {
        String clean = text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .limit(64)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.length() < text.length() ? clean + "…" : clean;
    }

    private static String firstLine(String text) {
        return shown(text.lines().findFirst().orElse(""));
    }

    private static SimpleModule words() {
        SimpleModule module = new SimpleModule("words");
        module.addSerializer(new EnumText());
        module.addSerializer(new TimeText());
        module.addDeserializer(Digest.class, new TextDigest());
        module.setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyEnumDeserializer(
                    DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> standard) {
                return new TextEnum(type.getRawClass());
            }
        });
        return module;
    }

    @SuppressWarnings("rawtypes")
    private static final class EnumText extends StdSerializer<Enum> {
        private static final long serialVersionUID = 1L;

        EnumText() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, com.fasterxml.jackson.core.JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(text(value));
        }
    }

    /** To the millisecond: finer than anything here is timed, and short enough to be read. */
    private static final class TimeText extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        TimeText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, com.fasterxml.jackson.core.JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(value.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    private static final class TextDigest extends StdScalarDeserializer<Digest> {
        private static final long serialVersionUID = 1L;

        TextDigest() {
            super(Digest.class);
        }

        @Override
        public Digest deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            try {
                return Digest.parse(text);
            } catch (IllegalArgumentException e) {
                return (Digest) context.handleWeirdStringValue(Digest.class, text, "not a digest");
            }
        }
    }

    private static final class TextEnum extends StdScalarDeserializer<Object> {
        private static final long serialVersionUID = 1L;

        TextEnum(Class<?> type) {
            super(type);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String wanted = parser.getValueAsString("");
            for (Object constant : handledType().getEnumConstants()) {
                if (text((Enum<?>) constant).equals(wanted)) {
                    return constant;
                }
            }
            return context.handleWeirdStringValue(handledType(), wanted, "unknown");
        }
    }
}
