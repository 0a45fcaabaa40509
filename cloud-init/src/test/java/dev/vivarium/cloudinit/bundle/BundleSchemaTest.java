package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema for editors and the reader know the same keys: the reader says which it knows when it meets another. */
class BundleSchemaTest {
    private static final Pattern KNOWN = Pattern.compile("unknown key 'zzzzzzzz'; known here: (.*)");
    private static final String MINIMAL = "version: 1\nname: muse\nrelease: '1.0'\n";

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(BundleSkeleton.schema());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /properties                                    | zzzzzzzz: 1
            /properties/layers/items/properties            | layers: [{name: a, zzzzzzzz: 1}]
            /properties/services/items/oneOf/*/properties  | services: [{compose: a.yaml, zzzzzzzz: 1}]!services: [{unit: a.service, zzzzzzzz: 1}]
            /properties/ports/items/properties             | ports: [{name: a, port: 1, zzzzzzzz: 1}]
            /properties/health/items/properties            | health: [{name: a, tcp: {port: 1}, zzzzzzzz: 1}]
            /properties/health/items/properties/http/properties | health: [{name: a, http: {port: 1, zzzzzzzz: 1}}]
            /properties/health/items/properties/tcp/properties  | health: [{name: a, tcp: {port: 1, zzzzzzzz: 1}}]
            /properties/probes/items/properties            | probes: [{name: a, prompt: b, port: 1, expect: {equals: c}, zzzzzzzz: 1}]
            /properties/probes/items/properties/expect/properties | probes: [{name: a, prompt: b, port: 1, expect: {equals: c, zzzzzzzz: 1}}]
            /properties/hooks/properties                   | hooks: {zzzzzzzz: 1}
            /properties/requires/properties                | requires: {zzzzzzzz: 1}
            """)
    void knowsTheKeysThatTheReaderKnows(String place, String texts) throws IOException {
        Set<String> read = new TreeSet<>();
        for (String text : texts.split("!")) {
            InputException e = catchThrowableOfType(
                    InputException.class, () -> BundleManifest.parse("bundle.yaml", MINIMAL + text + "\n"));
            Matcher known = KNOWN.matcher(String.valueOf(e.getMessage()));
            assertThat(known.find()).as(e.getMessage()).isTrue();
            read.addAll(List.of(known.group(1).split(", ")));
        }
        assertThat(names(place)).isEqualTo(read);
    }

    /** A place of the schema that no line above looks at would be a map whose keys nobody compares. */
    @Test
    void hasNoOtherMaps() throws IOException {
        assertThat(schema().findValues("additionalProperties")).hasSize(12).allMatch(n -> !n.asBoolean());
    }

    @Test
    void requiresWhatTheReaderRequires() throws IOException {
        for (JsonNode key : schema().get("required")) {
            InputException e = catchThrowableOfType(
                    InputException.class,
                    () -> BundleManifest.parse("b", MINIMAL.replaceAll(key.asText() + ": .*\n", "")));
            assertThat(e).hasMessageContaining("'" + key.asText() + "' is missing");
        }
    }

    private static Set<String> names(String place) throws IOException {
        Set<String> names = new TreeSet<>();
        if (place.contains("/*")) {
            int count = schema().at(place.substring(0, place.indexOf("/*"))).size();
            for (int i = 0; i < count; i++) {
                names.addAll(names(place.replace("*", String.valueOf(i))));
            }
            return names;
        }
        JsonNode map = schema().at(place);
        assertThat(map.isObject()).as(place).isTrue();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
