package dev.vivarium.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema for editors and the reader know the same keys: the reader says which it knows when it meets another. */
class ConfigSchemaTest {
    private static final Pattern KNOWN = Pattern.compile("unknown key 'zzzzzzzz'; known here: ([^;]*)");

    @TempDir
    Path directory;

    @Test
    void knowsTheKeysThatTheReaderKnows() throws IOException {
        JsonNode schema = Json.read(VivariumConfig.schema(), JsonNode.class);
        assertThat(names(schema.at("/properties"))).isEqualTo(known("version: 1\nzzzzzzzz: 1\n"));
        assertThat(names(schema.at("/properties/defaults/properties")))
                .isEqualTo(known("version: 1\ndefaults: {zzzzzzzz: 1}\n"));
        ((ObjectNode) schema.path("properties")).remove("service"); // which the service's own test compares
        assertThat(schema.findValues("additionalProperties").stream().filter(n -> n.isBoolean() && !n.asBoolean()))
                .as("maps whose keys are compared here")
                .hasSize(2);
    }

    private Set<String> known(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("vivarium.yaml"), text);
        Surroundings surroundings = new Surroundings(Map.of(), directory, List.of());
        VivariumException e =
                catchThrowableOfType(VivariumException.class, () -> VivariumConfig.read(file, surroundings));
        Matcher known = KNOWN.matcher(e.message());
        assertThat(known.find()).as(e.message()).isTrue();
        return new TreeSet<>(List.of(known.group(1).split(", ")));
    }

    private static Set<String> names(JsonNode map) {
        Set<String> names = new TreeSet<>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
