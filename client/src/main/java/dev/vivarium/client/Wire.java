package dev.vivarium.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.vivarium.client.model.Page;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the records are written as JSON: enums in lower case kebab, times in ISO 8601, what is not there not at all. */
final class Wire {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .annotationIntrospector(new Names())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .withConfigOverride(List.class, c -> c.setInclude(notEmpty()))
            .withConfigOverride(Map.class, c -> c.setInclude(notEmpty()))
            .build();

    private Wire() {}

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IOException if this is no JSON of the type, or a member is missing that must be there */
    static <T> T read(byte[] json, JavaType type) throws IOException {
        return MAPPER.readValue(json, type);
    }

    static JavaType type(Class<?> of) {
        return MAPPER.constructType(of);
    }

    static JavaType pageOf(Class<?> item) {
        return MAPPER.getTypeFactory().constructParametricType(Page.class, item);
    }

    private static JsonInclude.Value notEmpty() {
        return JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS);
    }

    /** The contract's conventions, so that no record has to repeat them. */
    private static final class Names extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            String[] found = super.findEnumValues(config, type, constants, names);
            for (int i = 0; i < constants.length; i++) {
                found[i] = constants[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
            return found;
        }

        /** What is neither optional nor a collection must be there. */
        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            Class<?> type = member.getRawType();
            boolean optional = type == Optional.class || type == List.class || type == Map.class;
            return member instanceof AnnotatedParameter && !optional ? Boolean.TRUE : super.hasRequiredMarker(member);
        }
    }
}
