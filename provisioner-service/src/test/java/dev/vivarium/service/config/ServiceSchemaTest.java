package dev.vivarium.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema for editors and the reader know the same keys of the service's section. */
class ServiceSchemaTest {
    private static final Pattern KNOWN = Pattern.compile("unknown key 'zzzzzzzz'; known here: ([^;]*)");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /properties/service/properties                            | {zzzzzzzz: 1}
            /properties/service/properties/tls/properties             | {tls: {certificate: a, key: b, zzzzzzzz: 1}}
            /properties/service/properties/database/properties        | {database: {url: "jdbc:sqlite:a", zzzzzzzz: 1}}
            /properties/service/properties/limits/properties          | {limits: {zzzzzzzz: 1}}
            """)
    void knowsTheKeysThatTheReaderKnows(String place, String section) throws IOException {
        JsonNode schema = Json.read(VivariumConfig.schema(), JsonNode.class);
        Set<String> names = new TreeSet<>();
        schema.at(place).fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(known("version: 1\nservice: " + section + "\n"));
    }

    private Set<String> known(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("vivarium.yaml"), text);
        Surroundings surroundings = new Surroundings(Map.of(), directory, List.of());
        VivariumException e =
                catchThrowableOfType(VivariumException.class, () -> ServiceConfig.read(file, surroundings));
        Matcher known = KNOWN.matcher(e.message());
        assertThat(known.find()).as(e.message()).isTrue();
        return new TreeSet<>(List.of(known.group(1).split(", ")));
    }
}
