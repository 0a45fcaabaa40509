package dev.vivarium.service.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A migration that somebody's database may have run is never edited: a change of the schema is the next one. */
class ReleasedMigrationsTest {
    static final Path SCHEMAS = Path.of("src/test/resources/schema");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern VERSION = Pattern.compile("V([0-9]+)__");

    /** The released schemas, by the number of their newest migration. */
    static List<String> releases() throws IOException {
        try (Stream<Path> all = Files.list(SCHEMAS)) {
            return all.filter(Files::isDirectory)
                    .map(d -> d.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatWasReleasedIsAsItWas() throws IOException {
        Map<String, String> released = released();
        Map<String, String> now = now();
        int newest = released.keySet().stream()
                .mapToInt(ReleasedMigrationsTest::version)
                .max()
                .orElseThrow();
        now.keySet().removeIf(name -> version(name) > newest);
        assertThat(now)
                .as("a released migration was edited; leave it, and write V" + (newest + 1)
                        + "__….sql in both dialects")
                .isEqualTo(released);
        assertThat(releases())
                .as("record the newest released schema as RecordSchema says")
                .contains(String.valueOf(newest));
    }

    @Test
    void bothDialectsHaveTheSameMigrations() throws IOException {
        Map<String, List<String>> byDialect = now().keySet().stream()
                .map(name -> name.split("/", 2))
                .collect(Collectors.groupingBy(
                        p -> p[0], TreeMap::new, Collectors.mapping(p -> p[1], Collectors.toList())));
        assertThat(byDialect.get("sqlite")).isEqualTo(byDialect.get("postgresql"));
    }

    private static Map<String, String> released() throws IOException {
        return Files.readAllLines(SCHEMAS.resolve("released.txt")).stream()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(p -> p[1], p -> p[0], (a, b) -> b, TreeMap::new));
    }

    private static Map<String, String> now() throws IOException {
        Map<String, String> now = new TreeMap<>();
        try (Stream<Path> all = Files.walk(MIGRATIONS)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                now.put(
                        MIGRATIONS.relativize(file).toString(),
                        Digest.ofFile(file).hex());
            }
        }
        return now;
    }

    private static int version(String name) {
        Matcher found = VERSION.matcher(name);
        return found.find() ? Integer.parseInt(found.group(1)) : Integer.MAX_VALUE;
    }
}
