package dev.vivarium.core.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * How the model is written as JSON: ids, digests, paths and images as strings, times in ISO 8601. A {@link Secret} cannot
 * be written at all: the attempt fails. Unknown members are ignored, so that a journal of a later release can be read.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(model())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .addMixIn(HostKey.class, Tagged.class)
            .build();

    private Json() {}

    /** The value as one line of JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new VivariumException(
                    Kind.INTERNAL,
                    "json.write",
                    "cannot write a " + value.getClass().getSimpleName() + " as JSON",
                    e);
        }
    }

    /** The value as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** @throws VivariumException of kind INTERNAL if the text is no JSON of this type */
    public static <T> T read(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type, e);
        }
    }

    /** @throws VivariumException of kind INTERNAL if the tree is no JSON of this type */
    public static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type, e);
        }
    }

    private static VivariumException unreadable(Class<?> type, JsonProcessingException e) {
        return new VivariumException(
                Kind.INTERNAL,
                "json.read",
                "this is no JSON of a " + type.getSimpleName() + ": " + e.getOriginalMessage(),
                e);
    }

    private static SimpleModule model() {
        SimpleModule module = new SimpleModule("vivarium");
        text(module, NodeId.class, NodeId::parse);
        text(module, SnapshotId.class, SnapshotId::parse);
        text(module, OperationId.class, OperationId::parse);
        text(module, InstallationId.class, InstallationId::new);
        text(module, Digest.class, Digest::parse);
        text(module, ImageReference.class, ImageReference::parse);
        text(module, GpuChoice.class, GpuChoice::parse);
        text(module, Delivery.class, Delivery::parse);
        text(module, Path.class, Path::of);
        module.addSerializer(Secret.class, new SecretRefused());
        module.registerSubtypes(
                new NamedType(HostKey.Derived.class, "derived"), new NamedType(HostKey.Given.class, "given"));
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new ToStringSerializer(type));
        module.addDeserializer(type, new FromText<>(type, parse));
    }

    /** Puts the case's name beside its members. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSerialize
    private interface Tagged {}

    private static final class FromText<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String value, DeserializationContext context) {
            return parse.apply(value);
        }
    }

    private static final class SecretRefused extends StdSerializer<Secret> {
        private static final long serialVersionUID = 1L;

        SecretRefused() {
            super(Secret.class);
        }

        @Override
        public void serialize(Secret value, JsonGenerator out, SerializerProvider provider) throws IOException {
            throw new IOException("a secret must not be written");
        }
    }
}
